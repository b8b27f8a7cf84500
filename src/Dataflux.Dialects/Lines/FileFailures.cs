using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.Lines;

/// <summary>Says what kind of failure it is when files of this machine cannot be read.</summary>
internal static class FileFailures
{
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LockViolation = unchecked((int)0x80070021);
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    /// <summary>Classifies what reading them threw.</summary>
    internal static Failure Classify(Exception exception) => exception switch
    {
        IOException io when io.HResult is SharingViolation or LockViolation or LinuxWouldBlock or MacWouldBlock =>
            Failure.Transient(io.Message),
        FileNotFoundException or DirectoryNotFoundException =>
            Failure.Systemic($"{exception.Message} It was there when the run began: copy the export again."),
        UnauthorizedAccessException =>
            Failure.Systemic($"{exception.Message} Give the user that runs dataflux the right to read the export."),
        _ => Failure.Systemic(exception.Message),
    };
}
