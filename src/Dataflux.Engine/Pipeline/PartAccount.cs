using Dataflux.Engine.Ground;
using Dataflux.Engine.Rejects;

namespace Dataflux.Engine.Pipeline;

/// <summary>Keeps the accounts of one part and of the run it belongs to in step.</summary>
internal sealed class PartAccount<TRow, TRecord>(RunScope<TRow, TRecord> scope, PartRun<TRow> part) : IItemAccount
    where TRecord : notnull
{
    public string Part => part.Part.Name;

    public bool IsAgain => part.IsPartition;

    public void Read(int items, long bytes)
    {
        if (part.IsPartition)
        {
            part.Counts.Partition(-items);
            scope.Progress.Regrouped(items);
            return;
        }

        part.Counts.Read(items, bytes);
        scope.Progress.Read(items, bytes);
    }

    public void Skip(SkipReason reason, long items)
    {
        part.Counts.Skip(reason, items);
        scope.Progress.Skipped(reason, items);
    }

    public void Reject(Stage stage, Reject reject, OriginalLine? item = null) => scope.Reject(part, stage, reject, item);
}
