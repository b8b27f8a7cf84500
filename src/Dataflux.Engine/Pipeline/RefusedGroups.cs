using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Rejects;

namespace Dataflux.Engine.Pipeline;

/// <summary>
/// Where groups go that one writer does not write: to the rejects, or, as long as a row that they refer to may come, to those that wait.
/// What waits is kept like rejects, with its part, and is as durable as they are.
/// </summary>
internal sealed class RefusedGroups<TRow, TRecord>(RunScope<TRow, TRecord> scope)
    where TRecord : notnull
{
    // So many groups of a batch are searched for by halving it before the rest of what fails waits with them.
    private const int MostSearched = 8;
    private static readonly Failure s_behind = new(
        FailureKind.Row, "An earlier record of the same key waits for a row that it refers to; this one waits behind it.");
    private readonly bool _isLoose = scope.Plan.Target.HasLooseKeys;
    private Batch<TRow, TRecord>? _searched;
    private int _found;

    /// <summary>Whether records that are refused so wait.</summary>
    internal bool MayWait(Failure failure) => failure.LacksParent && scope.Options.Waits != WaitMode.Reject;

    /// <summary>
    /// Whether groups that are refused so, and not named, wait together, because searching for more of them would take too long.
    /// </summary>
    internal bool WaitTogether(Batch<TRow, TRecord> batch, Failure failure) =>
        MayWait(failure) && scope.Options.Waits == WaitMode.Wait && _searched == batch && _found >= MostSearched;

    /// <summary>Lets a group wait.</summary>
    internal void Wait(Batch<TRow, TRecord> batch, int group, Failure failure)
    {
        (_found, _searched) = (_searched == batch ? _found + 1 : 1, batch);
        List<ulong> keys = [];
        foreach (var hash in HashesOf(batch, group))
        {
            scope.WaitingKeys.Add(hash);
            keys.Add(hash);
        }

        TakeBack(batch, group);
        scope.Wait(batch.Part, RejectOf(batch, group, StageNames.Waiting, failure) with { WaitingKeys = keys });
    }

    /// <summary>Lets the groups wait whose keys have earlier records that wait.</summary>
    /// <returns>The groups that do not; <see langword="null"/>: all of them.</returns>
    internal Batch<TRow, TRecord>? HoldBack(Batch<TRow, TRecord> batch, int from, int to)
    {
        List<int>? behind = null;
        for (var group = from; group < to; group++)
        {
            if (HashesOf(batch, group).Any(scope.WaitingKeys.Has))
            {
                (behind ??= []).Add(group);
                Wait(batch, group, s_behind);
            }
        }

        return behind is null ? null : batch.Without(behind, from, to);
    }

    /// <summary>Rejects a group.</summary>
    internal void Reject(Batch<TRow, TRecord> batch, int group, Failure failure)
    {
        TakeBack(batch, group);
        var stage = StageOf(batch, group);
        var records = stage == Stage.Delete
            ? batch.KeysOf(group, group + 1).Select(RecordText.Of)
            : batch.RecordsOf(group, group + 1).Select(record => RecordText.Of(record));
        scope.Reject(batch.Part, stage, RejectOf(batch, group, StageNames.Of(stage), failure) with { Records = [.. records] });
    }

    private IEnumerable<ulong> HashesOf(Batch<TRow, TRecord> batch, int group) => batch.KeysOf(group, group + 1)
        .Concat(batch.RecordsOf(group, group + 1).Cast<object>())
        .Select(record => KeyForm.For(record.GetType()).HashOf(record, _isLoose))
        .OfType<ulong>();

    private void TakeBack(Batch<TRow, TRecord> batch, int group)
    {
        if (batch.OfPut(group) is { } deletion)
            scope.TakeBack(batch.Part, deletion);
    }

    private static Stage StageOf(Batch<TRow, TRecord> batch, int group) =>
        batch.RecordsOf(group, group + 1).Count == 0 ? Stage.Delete : Stage.Upsert;

    private static Reject RejectOf(Batch<TRow, TRecord> batch, int group, string stage, Failure failure) => new()
    {
        Part = batch.Part.Part.Name,
        Lines = batch.LineNumbers(group),
        Stage = stage,
        Error = RejectError.From(failure),
    };
}
