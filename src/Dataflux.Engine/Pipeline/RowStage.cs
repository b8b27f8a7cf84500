using Dataflux.Engine.Contract;
using Dataflux.Engine.Coverage;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Rows;
using Dataflux.Profiles;
using Dataflux.Profiles.Items;

namespace Dataflux.Engine.Pipeline;

/// <summary>
/// The stages <c>parseItem</c>, <c>filter</c> and <c>deleteItem</c>: makes rows of a block's items and hands them to a
/// grouping; deleted items become keys instead.
/// </summary>
/// <remarks>
/// An item that an incremental export puts may have written other records before: those whose keys <c>deleteItem</c> says for the item's
/// own keys and its old image. They are known here, and go when the item writes others now, or none. Not where rows are grouped: then a
/// record may be made of other items, too.
/// </remarks>
/// <param name="profile">The profile.</param>
/// <param name="position">Where the script is, for whoever watches it.</param>
/// <param name="skipsDeletes">Whether nothing is deleted, whatever the profile has.</param>
/// <param name="replaces">Whether what items wrote before is asked for.</param>
/// <param name="coverage">Brings together which attributes are not read; <see langword="null"/>: nobody asks.</param>
internal sealed class RowStage<TRow, TRecord>(
    Profile<TRow, TRecord> profile, ScriptPosition? position = null, bool skipsDeletes = false, bool replaces = false,
    RunCoverage? coverage = null)
    where TRecord : notnull
{
    private static readonly HashSet<object> NoDoubts = [];
    private readonly ScriptPosition _position = position ?? new();
    private readonly AttributeCounter? _attributes = coverage?.NewCounter();
    private readonly ItemDeletion? _deleteItem = skipsDeletes || profile.DeleteItem is null ? null : new(profile.DeleteItem);
    private readonly bool _replaces = replaces && !skipsDeletes && profile is { DeleteItem: not null, GroupKey: null, GroupRows: null };

    /// <summary>The keys of what the item of the row being taken may have written before.</summary>
    internal object[] Earlier { get; private set; } = [];

    /// <summary>
    /// The keys among those to delete that are known from old images alone, and may be another item's by now. Whoever takes the deletes
    /// forgets them.
    /// </summary>
    internal HashSet<object> Doubts => _deleteItem?.Doubts ?? NoDoubts;

    /// <summary>What was not read of the items since the last call, for a part that was read to its end.</summary>
    internal PartCoverage? TakeCoverage() => _attributes is null ? null : coverage!.Take(_attributes);

    /// <summary>Forgets what was counted of a part that is read once more.</summary>
    internal void ForgetCoverage() => _attributes?.Clear();

    /// <summary>Sees to it that nothing is missed that is read of a block's items, here or later.</summary>
    internal void WatchReads(ItemBlock block)
    {
        if (coverage is not null)
            block.ReportReadsTo(coverage.Reads);
    }

    /// <summary>Takes what became a row; may throw, the item is then rejected at stage <c>groupKey</c>.</summary>
    internal delegate void RowTaker(TRow row, SourceLine line, ItemBlock block, int index);

    /// <summary>Reads the records <paramref name="first"/> to <paramref name="end"/> of a block. Synchronous: nothing here waits.</summary>
    internal void Run(IItemAccount account, ItemBlock block, int first, int end, RowTaker take, List<Deletion> deletions)
    {
        WatchReads(block);
        block.ReportOpenedTo(account.IsAgain ? null : _attributes?.Opened);
        _position.Enter(account.Part, block.LineNumber);
        try
        {
            RunItems(account, block, first, end, take, deletions);
        }
        finally
        {
            block.ReportOpenedTo(null);
            _position.Leave();
        }

        account.Read(end - first, block.LengthOf(first, end));
    }

    private void RunItems(IItemAccount account, ItemBlock block, int first, int end, RowTaker take, List<Deletion> deletions)
    {
        var parseItem = profile.ParseItem;
        var filter = profile.Filter;
        var counter = account.IsAgain ? null : _attributes;
        long notParsed = 0;
        long filtered = 0;
        for (var i = first; i < end; i++)
        {
            if (block.Error(i) is { } malformed)
            {
                Reject(account, Stage.Read, new RejectError(malformed), block, i);
                continue;
            }

            counter?.Opened.Clear();
            var stage = Stage.ParseItem;
            _position.At(i, stage);
            try
            {
                var item = block.Item(i);
                if (item.Change == Change.Delete)
                {
                    stage = Stage.DeleteItem;
                    _position.At(i, stage);
                    Delete(item, new SourceLine(block.LineNumber(i), block.Line(i).Length), account, deletions);
                    continue;
                }

                Earlier = _replaces && block.IsChange(i) ? _deleteItem!.EarlierKeysOf(item) : [];
                if (!parseItem(item, out var row))
                {
                    notParsed++;
                    Replace(SkipReason.ParseItem, block, i, deletions);
                    continue;
                }

                stage = Stage.Filter;
                _position.At(i, stage);
                if (filter is not null && !filter(row))
                {
                    filtered++;
                    Replace(SkipReason.Filter, block, i, deletions);
                    continue;
                }

                stage = Stage.GroupKey;
                _position.At(i, stage);
                take(row, new SourceLine(block.LineNumber(i), block.Line(i).Length), block, i);
                if (counter is not null)
                    block.CountUnread(counter, i);
            }
            catch (Exception e) when (IsOfTheItem(e, stage))
            {
                Reject(account, stage, profile.ErrorOf(e), block, i);
            }
        }

        account.Skip(SkipReason.ParseItem, notParsed);
        account.Skip(SkipReason.Filter, filtered);
    }

    // Taking a row may write it to disk: a full disk is no item's fault. Nothing here can be cancelled, so a cancellation is the script's
    // own.
    private static bool IsOfTheItem(Exception e, Stage stage) =>
        e is not OutOfMemoryException && (e is not IOException || stage != Stage.GroupKey);

    private void Delete(Item item, SourceLine line, IItemAccount account, List<Deletion> deletions)
    {
        if (_deleteItem?.KeysOf(item) is { Length: > 0 } keys)
        {
            deletions.Add(new(keys, line));
            return;
        }

        account.Skip(_deleteItem is null ? SkipReason.Delete : SkipReason.DeleteItem, 1);
    }

    private void Replace(SkipReason reason, ItemBlock block, int index, List<Deletion> deletions)
    {
        if (Earlier.Length > 0)
        {
            var line = new SourceLine(block.LineNumber(index), block.Line(index).Length);
            deletions.Add(new(Earlier, line) { IsOfPut = true, Skipped = reason });
        }
    }

    private static void Reject(IItemAccount account, Stage stage, RejectError error, ItemBlock block, int index)
    {
        var reject = new Reject { Part = account.Part, Lines = [block.LineNumber(index)], Stage = StageNames.Of(stage), Error = error };
        account.Reject(stage, reject, new OriginalLine(block.Line(index), stage != Stage.Read));
    }
}
