using System.Globalization;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Runs;

/// <summary>A document in the target for each run (<c>checkpoint: target</c>).</summary>
/// <param name="migration">The migration's name.</param>
/// <param name="keep">Works on the target's documents in a transaction.</param>
internal sealed class RunsInTarget(string migration, Func<Func<ITargetDocuments, Task>, Task> keep) : IRunStore
{
    // Not a name that a migration can have, so that these documents outlive a reset.
    private readonly string _owner = $"{migration}/runs";

    public async Task<IReadOnlyList<RunRecord>> ReadAsync()
    {
        List<RunRecord> runs = [];
        await keep(async documents =>
        {
            runs = [];
            await foreach (var (name, content) in documents.ReadAsync(_owner))
                runs.Add(RunText.Parse(content, $"the document '{name}' of '{_owner}' in the target"));
        });
        return runs;
    }

    public Task PutAsync(RunRecord run) => keep(async documents =>
    {
        await documents.MakeAsync();
        await documents.PutAsync(_owner, run.Run.ToString("D9", CultureInfo.InvariantCulture), RunText.Format(run));
    });
}
