using Dataflux.Engine.Ground;
using Dataflux.Engine.Rejects;

namespace Dataflux.Engine.Pipeline;

/// <summary>Keeps the accounts of one file and of the run it belongs to in step.</summary>
internal sealed class FileAccount<TRow, TRecord>(RunScope<TRow, TRecord> scope, FileRun<TRow> file) : IItemAccount
    where TRecord : notnull
{
    public string File => file.File.Name;

    public bool IsAgain => file.IsPartition;

    public void Read(int items, long bytes)
    {
        if (file.IsPartition)
        {
            file.Counts.Partition(-items);
            scope.Progress.Regrouped(items);
            return;
        }

        file.Counts.Read(items, bytes);
        scope.Progress.Read(items, bytes);
    }

    public void Skip(SkipReason reason, long items)
    {
        file.Counts.Skip(reason, items);
        scope.Progress.Skipped(reason, items);
    }

    public void Reject(Stage stage, Reject reject, OriginalLine? item = null) => scope.Reject(file, stage, reject, item);
}
