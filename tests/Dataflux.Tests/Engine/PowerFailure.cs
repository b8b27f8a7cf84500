namespace Dataflux.Tests.Engine;

/// <summary>What a power failure at a named step leaves: the state folder, and what the target has committed.</summary>
internal sealed class PowerFailure
{
    private readonly List<(string Path, byte[]? Content)> _entries = [];
    private readonly List<Sum> _table;

    internal PowerFailure(EngineRun run, string step)
    {
        Name = step;
        _table = run.Target.Rows();
        foreach (var path in Directory.GetFileSystemEntries(run.Folder, "*", SearchOption.AllDirectories))
        {
            // The lock of a process that is gone is free.
            if (Path.GetFileName(path) is not ("lock" or "dataflux.pid"))
                Add(run, path);
        }
    }

    internal string Name { get; }

    // Another stage may delete meanwhile what was listed: that is not there after the failure.
    private void Add(EngineRun run, string path)
    {
        try
        {
            _entries.Add((Path.GetRelativePath(run.Folder, path), Directory.Exists(path) ? null : Read(path)));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
        }
    }

    /// <summary>The failures at all steps of some work.</summary>
    internal static async Task<IReadOnlyList<PowerFailure>> OfAsync(EngineRun run, Func<Task> work)
    {
        var steps = new List<PowerFailure>();
        Dataflux.Engine.Ground.KillPoint.Watch(step =>
        {
            lock (steps)
                steps.Add(new PowerFailure(run, step));
        });
        try
        {
            await work();
        }
        finally
        {
            Dataflux.Engine.Ground.KillPoint.Watch(null);
        }

        return steps;
    }

    /// <summary>Gives it to a run that begins after the failure.</summary>
    internal void LeaveTo(EngineRun run)
    {
        run.Target.Apply(_table);
        foreach (var (path, content) in _entries)
        {
            var there = Path.Combine(run.Folder, path);
            Directory.CreateDirectory(content is null ? there : Path.GetDirectoryName(there)!);
            if (content is not null)
                File.WriteAllBytes(there, content);
        }
    }

    // What its writer has not flushed is not there after the failure either.
    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }
}
