using Dataflux.Engine.Ground;
using Dataflux.Engine.State;

namespace Dataflux.Engine.Runs;

/// <summary><c>runs.json</c> in the state folder, replaced atomically.</summary>
internal sealed class RunsInFolder(string folder) : IRunStore
{
    private readonly string _path = StateFolder.Runs(folder);

    public Task<IReadOnlyList<RunRecord>> ReadAsync() => OnDisk(Read);

    public Task PutAsync(RunRecord run) => OnDisk(() =>
    {
        IReadOnlyList<RunRecord> runs = [.. Read().Where(known => known.Run != run.Run).Append(run).OrderBy(known => known.Run)];
        PrivateFile.Replace(_path, RunText.Format(runs));
        return true;
    });

    private IReadOnlyList<RunRecord> Read() => File.Exists(_path) ? RunText.ParseAll(File.ReadAllBytes(_path), _path) : [];

    private Task<T> OnDisk<T>(Func<T> work)
    {
        try
        {
            return Task.FromResult(work());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateFolder.Unusable(folder, e);
        }
    }
}
