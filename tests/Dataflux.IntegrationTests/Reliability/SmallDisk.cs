namespace Dataflux.IntegrationTests.Reliability;

/// <summary>A disk with little room, mounted at a folder: writing beyond it fails as it does on any full disk.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    /// <summary>Mounts one; the test is skipped, with the reason, where this user may not mount.</summary>
    internal static async Task<SmallDisk> MountAsync(string folder, string size)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "a small disk can only be mounted by root on Linux");
        Directory.CreateDirectory(folder);
        try
        {
            await PostgreSqlServer.RunAsync("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder);
        }
        catch (InvalidOperationException e)
        {
            Assert.Skip($"this machine does not allow mounting: {e.Message}");
        }

        return new SmallDisk(folder);
    }

    internal Task GrowAsync(string size) => PostgreSqlServer.RunAsync("mount", "-o", $"remount,size={size}", _folder);

    public async ValueTask DisposeAsync() => await PostgreSqlServer.RunAsync("umount", _folder);
}
