using Dataflux.Engine.Contract;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Retry;
using Dataflux.Engine.Targets;
using Dataflux.Engine.Tracing;

namespace Dataflux.Engine.Rehearsing;

/// <summary>
/// Writes what a profile made of a sample as a migration would, batch by batch and with bad groups isolated, in a transaction that is
/// never committed, and compares the rows before and after.
/// </summary>
/// <param name="target">The target.</param>
/// <param name="profile">The profile.</param>
public sealed class Rehearsal(ITargetConnection target, Profile profile)
{
    private readonly Dictionary<string, TableChange> _tables = new(StringComparer.Ordinal);
    private readonly List<Reject> _rejected = [];
    private TargetException? _suspected;
    private bool _goesThrough;
    private readonly HashSet<object> _refused = new(ReferenceEqualityComparer.Instance);

    /// <summary>Runs the rehearsal; it is spent then.</summary>
    /// <param name="trace">What the profile made of the sample.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="TargetException">The target cannot be reached, does not fit, or fails for another reason than a record.</exception>
    public async Task<RehearsalResult> RunAsync(ProfileTrace trace, CancellationToken stop)
    {
        await using var rehearsal = await target.CallAsync(() => target.Capabilities.ToRehearse().RehearseAsync(stop), stop, AtTarget);
        await PrepareAsync(rehearsal, stop);
        var records = trace.Groups.SelectMany(static group => group.Records).ToList();
        var keys = trace.Items.SelectMany(static item => item.DeletedKeys).ToList();
        var before = await RowsAsync(rehearsal, keys, records, stop);
        foreach (var part in trace.Parts)
        {
            var units = Units(part);
            for (var from = 0; from < units.Count; from = Math.Min(units.Count, from + MostUnits))
                await WriteAsync(rehearsal, units, from, Math.Min(units.Count, from + MostUnits), stop);
        }

        if (_suspected is not null && !_goesThrough)
            throw _suspected; // nothing tells it from what no record can help

        var after = await RowsAsync(rehearsal, keys, records, stop);
        return Result([.. keys, .. records], before, after);
    }

    // Bounds how deep a batch is divided; about a batch of the default size.
    private const int MostUnits = 5_000;

    private async Task PrepareAsync(IRehearsal rehearsal, CancellationToken stop)
    {
        if (profile.OnStart is { } onStart)
        {
            await target.CallAsync(
                () => rehearsal.StepAsync(onStart, stop), stop, (e, message) => profile.Locate(e, $"onStart failed: {message}"));
        }

        await target.CallAsync(() => rehearsal.PrepareAsync(profile.MappedTypes, stop), stop, AtTarget);
        if (profile.DeletedTypes.Count > 0)
            await target.CallAsync(() => rehearsal.PrepareDeletesAsync(profile.DeletedTypes, stop), stop, AtTarget);
    }

    // A deleted item and a group of rows are written or rejected as one, deletes first.
    private static List<Unit> Units(TracedPart part) =>
    [
        .. part.Items.Where(static item => item.DeletedKeys.Count > 0)
            .Select(item => new Unit(part.Name, [item.Line], item.DeletedKeys, [], null)),
        .. part.Groups.Where(static group => group.Records.Count > 0)
            .Select(group => new Unit(part.Name, [.. group.Items.Select(static item => item.Line)], [], group.Records, group.Key)),
    ];

    private async Task WriteAsync(IRehearsal rehearsal, List<Unit> units, int from, int to, CancellationToken stop)
    {
        var batch = units.GetRange(from, to - from);
        var before = await rehearsal.ChangesAsync(stop);
        try
        {
            await rehearsal.StepAsync(
                writer => profile.WriteAsync(
                    writer, [.. batch.SelectMany(static unit => unit.Keys)], [.. batch.SelectMany(static unit => unit.Records)]), stop);
        }
        catch (Exception e) when (target.RefusesRecords(e) is { } failure)
        {
            if (batch.Count == 1)
            {
                _suspected ??= failure.Kind == FailureKind.Suspected ? new TargetException(profile.Locate(e, failure.Message), e) : null;
                Reject(batch[0], e, failure);
                return;
            }

            await Halving.RunAsync(from, to, (left, right) => WriteAsync(rehearsal, units, left, right, stop));
            return;
        }
        catch (Exception e) when (e is not (DatafluxException or OperationCanceledException))
        {
            throw new TargetException(profile.Locate(e, target.Classify(e).Message), e);
        }

        _goesThrough |= batch.Count > 0;
        Count(before, await rehearsal.ChangesAsync(stop));
    }

    private void Reject(Unit unit, Exception exception, Failure failure)
    {
        _refused.UnionWith(unit.Keys.Concat(unit.Records));
        _rejected.Add(new Reject
        {
            Part = unit.Part,
            Lines = unit.Lines,
            Stage = StageNames.Of(unit.Keys.Count > 0 ? Stage.Delete : Stage.Upsert),
            Error = failure.Code is null ? profile.ErrorOf(exception) : RejectError.From(failure),
            Key = unit.Key,
            Records = [.. unit.Keys.Concat(unit.Records).Select(RecordText.Of)],
        });
    }

    private void Count(IReadOnlyList<TableChange> before, IReadOnlyList<TableChange> after)
    {
        foreach (var now in after)
        {
            var then = before.FirstOrDefault(change => change.Table == now.Table) ?? new(now.Table, 0, 0, 0);
            var known = _tables.GetValueOrDefault(now.Table) ?? new(now.Table, 0, 0, 0);
            _tables[now.Table] = new(
                now.Table,
                known.Inserted + now.Inserted - then.Inserted,
                known.Updated + now.Updated - then.Updated,
                known.Deleted + now.Deleted - then.Deleted);
        }
    }

    private static async Task<List<RowImage?>> RowsAsync(
        IRehearsal rehearsal, List<object> keys, List<object> records, CancellationToken stop) =>
        [.. await rehearsal.RowsAsync(keys, areKeys: true, stop), .. await rehearsal.RowsAsync(records, areKeys: false, stop)];

    private RehearsalResult Result(List<object> written, List<RowImage?> before, List<RowImage?> after)
    {
        var rows = new Dictionary<(string Table, string Key), RehearsedRow>();
        var untold = 0;
        for (var i = 0; i < written.Count; i++)
        {
            if (before[i] is { } old && after[i] is { } now)
            {
                var row = new RehearsedRow(old, now);
                if (!_refused.Contains(written[i]) || row.Fate != RowFate.Leave)
                    rows.TryAdd((old.Table, old.Key), row);
            }
            else if (!_refused.Contains(written[i]))
            {
                untold++;
            }
        }

        return new RehearsalResult
        {
            Rows = [.. rows.Values],
            Rejected = _rejected,
            Tables = [.. _tables.Values.Where(static change => change.Inserted + change.Updated + change.Deleted > 0)
                .OrderBy(static change => change.Table, StringComparer.Ordinal)],
            Untold = untold,
        };
    }

    private string AtTarget(Exception exception, string message) => $"{target.Location}: {message}";

    private sealed record Unit(string Part, long[] Lines, IReadOnlyList<object> Keys, IReadOnlyList<object> Records, string? Key);
}
