namespace Dataflux.Engine.Ground;

/// <summary>Recognises a failed write that has no other reason than that there is no room.</summary>
public static class FullDisk
{
    // errno(3) of Linux and macOS, which .NET hands on as they are; then the Windows codes.
    private const int NoSpace = 28;
    private const int FileTooLarge = 27;
    private const int QuotaOnLinux = 122;
    private const int QuotaOnMac = 69;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    /// <summary>Whether a disk, a quota or a limit on the size of files is exhausted.</summary>
    /// <param name="exception">What the write threw.</param>
    public static bool Is(Exception exception) => exception is IOException
    {
        HResult: NoSpace or FileTooLarge or WindowsDiskFull or WindowsHandleDiskFull,
    } || (exception is IOException { HResult: var code } && code == (OperatingSystem.IsMacOS() ? QuotaOnMac : QuotaOnLinux));

    /// <summary>Says what is full and what to do.</summary>
    /// <param name="what">What lies there, and where.</param>
    /// <param name="exception">What the write threw.</param>
    public static string Message(string what, Exception exception) =>
        $"the disk of {what} is full ({exception.Message}); free space there, then run the same command again: it goes on where it stopped";
}
