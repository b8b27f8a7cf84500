using Dataflux.Engine.Ground;
using Dataflux.Engine.Grouping;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Rows;
using Dataflux.Profiles;

namespace Dataflux.Engine.Pipeline;

/// <summary>
/// The first phase of <see cref="GroupScope.Export"/>: reads one part and puts the original line of each of its rows into the
/// partition of the row's key. What becomes no row is skipped or rejected here.
/// </summary>
internal sealed class SpreadStage<TRow, TRecord>(RunScope<TRow, TRecord> scope, ExportPartitions partitions) : IDisposable
    where TRecord : notnull
{
    private readonly RowStage<TRow, TRecord> _rowStage = new(
        scope.Profile, scope.Plan.ScriptWatch.NewPosition(), scope.Plan.SkipDeletes, coverage: scope.Coverage);
    private readonly PartitionWriter _writer = new(partitions);
    private readonly LineOrigins _origins = new(scope.Plan.Export.Parts);
    private readonly List<Deletion> _deletions = [];

    internal async Task RunAsync(PartRun<TRow> part, CancellationToken stop)
    {
        var key = scope.Profile.GroupKey!;
        var account = new PartAccount<TRow, TRecord>(scope, part);
        _writer.Begin(part.Number);
        RowStage<TRow, TRecord>.RowTaker spread = (row, line, of, index) =>
            _writer.Add(partitions.Of(key.Hash(row)), _origins.Of(part.Number, line.Number), of.Line(index).Span);
        await foreach (var (block, first) in scope.BlocksOf(part, stop))
        {
            var before = _writer.Rows;
            _rowStage.Run(account, block, first, block.Count, spread, _deletions);
            SpreadDeletions(part, block, first);
            scope.Progress.Partitioned(_writer.Rows - before);
            KillPoint.At(KillPoint.Reading);
            _writer.WriteFull();
        }

        _writer.Complete();
        part.Counts.Partition(_writer.Rows);
        part.Coverage = _rowStage.TakeCoverage();
        part.Groups.Writer.Complete();
    }

    public void Dispose() => _writer.Dispose();

    // The keys that deleteItem made are made again from the lines in the second phase.
    private void SpreadDeletions(PartRun<TRow> part, ItemBlock block, int index)
    {
        foreach (var deletion in _deletions)
        {
            while (block.LineNumber(index) != deletion.Line.Number)
                index++;

            _writer.Add(ExportPartitions.Deletes - 1, _origins.Of(part.Number, deletion.Line.Number), block.Line(index).Span);
        }

        _deletions.Clear();
        _rowStage.Doubts.Clear();
    }
}
