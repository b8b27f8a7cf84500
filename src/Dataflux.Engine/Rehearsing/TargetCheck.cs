using System.Runtime.CompilerServices;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Engine.Rehearsing;

/// <summary>
/// Looks for everything at the target that would end a migration: login, tables, columns, types, unique indexes, rights, the rules and
/// the SQL of the profile's upsert. Works in a rehearsal, so that tables which <c>onStart</c> makes are there; nothing is written.
/// </summary>
/// <param name="target">The target.</param>
/// <param name="profile">The profile.</param>
public sealed class TargetCheck(ITargetConnection target, Profile profile)
{
    private readonly List<TargetFinding> _findings = [];

    /// <summary>
    /// What is worth knowing, a line for each: rows that refer to others, triggers of the database; no reason not to run.
    /// </summary>
    public IReadOnlyList<string> Notes { get; private set; } = [];

    /// <summary>Whether to look what images of the run's changes would cover.</summary>
    public bool ForUndo { get; init; }

    /// <summary>Looks.</summary>
    /// <param name="records">Records of the profile, whose upsert is then looked through; none leaves that out.</param>
    /// <param name="stop">Stops the check.</param>
    /// <returns>Everything that was found; nothing when a migration could begin.</returns>
    public async Task<IReadOnlyList<TargetFinding>> RunAsync(IReadOnlyList<object> records, CancellationToken stop)
    {
        await TryAsync(null, async () =>
        {
            if (target.Capabilities.Rehearsals is not { } rehearsals)
            {
                await LookAsync(stop);
                return;
            }

            await using var rehearsal = await rehearsals.RehearseAsync(stop);
            await LookAsync(rehearsal, records, stop);
        });
        return _findings;
    }

    // A target that takes nothing back is looked at only as far as a run looks before its first record.
    private async Task LookAsync(CancellationToken stop)
    {
        await target.PrepareAsync(profile.MappedTypes, stop);
        if (profile.DeletedTypes.Count > 0)
            await TryAsync(null, () => target.PrepareDeletesAsync(profile.DeletedTypes, stop));
    }

    private async Task LookAsync(IRehearsal rehearsal, IReadOnlyList<object> records, CancellationToken stop)
    {
        if (profile.OnStart is { } onStart)
            await TryAsync("onStart", () => rehearsal.StepAsync(onStart, stop));

        await TryAsync(null, async () =>
        {
            await rehearsal.PrepareAsync(profile.MappedTypes, stop);
        });
        if (profile.DeletedTypes.Count > 0)
            await TryAsync(null, () => rehearsal.PrepareDeletesAsync(profile.DeletedTypes, stop));

        // Rules and SQL about a table that is missing or other would only say the same again.
        if (_findings.Count == 0)
        {
            foreach (var (record, batch) in Batches(records))
                await TryAsync("upsert", () => rehearsal.PlanAsync(planned => LookThroughAsync(planned, batch), stop), record);
        }

        var undo = ForUndo && _findings.Count == 0 ? await rehearsal.UndoAsync(stop) : new([], []);
        Notes = [.. rehearsal.Notes, .. undo.Lines];
        _findings.AddRange(undo.Refusals.Select(static refusal => refusal with { Function = "upsert" }));
        _findings.AddRange(rehearsal.Findings);

        async Task LookThroughAsync(ITarget planned, IReadOnlyList<object> batch)
        {
            try
            {
                await profile.WriteAsync(planned, [], batch);
            }
            catch (Exception e) when (target.Classify(e) is { Kind: FailureKind.Row, Code: null })
            {
                // A script that asks the target for something gets no rows here, and may stumble over that: a run will tell.
            }
        }
    }

    // Type by type, so that each is found at its place. The rules of a type that the sample has no record of are looked through by an empty
    // one, whose values nobody asks for.
    private IEnumerable<(Type Record, IReadOnlyList<object> Records)> Batches(IReadOnlyList<object> records)
    {
        foreach (var same in records.GroupBy(static record => record.GetType()))
            yield return (same.Key, [.. same]);

        foreach (var type in profile.RecordTypes.Where(type => !records.Any(type.IsInstanceOfType)))
            yield return (type, [RuntimeHelpers.GetUninitializedObject(type)]);
    }

    private async Task TryAsync(string? function, Func<Task> step, Type? record = null)
    {
        try
        {
            await step();
        }
        catch (TargetException e) when (e.Findings.Count > 0)
        {
            _findings.AddRange(e.Findings);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var failure = target.Classify(e);
            var advice = failure.Kind == FailureKind.Transient ? "; is it running, and are host and port right?" : "";
            var message = function is null ? $"{target.Location}: {failure.Message}{advice}" : $"{function} would fail: {failure.Message}";
            _findings.Add(new TargetFinding(record, null, profile.Locate(e, message)) { Function = function });
        }
    }
}
