using Dataflux.Engine.Reporting;
using Dataflux.Engine.Targets;
using Dataflux.Engine.Undoing;

namespace Dataflux.IntegrationTests.Undoing;

/// <content>Plans of undoing, and what is compared.</content>
public sealed partial class UndoTests
{
    private UndoPlan Plan(ITargetConnection target, long run, bool force, int pieceSize) => new()
    {
        Name = Migration,
        Target = target,
        StateFolder = _folder,
        Observer = new Silent(),
        Run = run,
        Force = force,
        Options = new() { BatchSize = pieceSize },
    };

    private async Task<string[]> DumpAsync(params string[] tables)
    {
        var rows = new List<string>();
        foreach (var table in tables.Length == 0 ? ["everything"] : tables)
            rows.AddRange(await RowsAsync($"select '{table}' || t::text from {table} as t order by id"));

        return [.. rows];
    }

    private sealed class Silent : IMigrationObserver;
}
