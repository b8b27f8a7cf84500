using System.Security.Cryptography;
using System.Text;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Grouping;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Verifying;

/// <summary>
/// Reads an export once more, runs the profile on it, and compares what it would write with what is there, in transactions that write nothing. It is a small
/// migration with its own state below the migration's, whose target only looks; the migration's lock is held meanwhile.
/// </summary>
/// <param name="profile">The profile.</param>
/// <param name="plan">The migration's plan.</param>
/// <param name="options">What is verified.</param>
public sealed class Verification(Profile profile, MigrationPlan plan, VerifyOptions options)
{
    private const int MostShown = 20;
    private readonly HashSet<ulong> _differing = [];
    private readonly List<Difference> _first = [];
    private long _different;
    private long _missing;
    private long _notDeleted;
    private long _rejected;
    private long _extra;

    /// <summary>The first differences, to be shown.</summary>
    public IReadOnlyList<Difference> First => _first;

    // Of the records; extra rows have none.
    private long Differences => _different + _missing + _notDeleted;

    /// <summary>Verifies.</summary>
    /// <param name="stop">Asks it to end.</param>
    /// <exception cref="DatafluxException">It could not begin.</exception>
    public async Task<VerifyResult> RunAsync(CancellationToken stop)
    {
        using var held = StateFolder.Lock(plan.StateFolder, plan.Name, plan.Time);
        var below = StateFolder.Verification(plan.StateFolder);
        StateFolder.DeleteFolder(below);
        StateFolder.MakePrivate(below);
        var startedAt = plan.Time.GetUtcNow();
        try
        {
            await using var comparison = options.Compare(new ComparisonRequest
            {
                Folder = below,
                Sample = options.Sample,
                Keys = options.Again ? KeysOfLastTime() : null,
                KeysOnly = options.Counts,
                Columns = options.Columns,
                Owned = options.Sample is null && !options.Again ? options.Owned : [],
            });
            var summary = await profile.RunAsync(
                plan with
                {
                    Target = comparison,
                    StateFolder = below,
                    Options = plan.Options with
                    {
                        Limit = null,
                        MaxRejects = null,
                        MaxRate = null,
                        MaxReplicaLag = null,
                        Checkpoint = CheckpointPlace.Folder,
                        RefusalsAreKnown = true,
                    },
                },
                stop);
            var result = Result(summary, comparison, startedAt);
            return summary.Outcome == RunOutcome.Complete ? await SettleAsync(result, summary, comparison, stop) : result;
        }
        finally
        {
            StateFolder.DeleteFolder(below);
        }
    }

    private async Task<VerifyResult> SettleAsync(VerifyResult result, RunSummary summary, IComparison comparison, CancellationToken stop)
    {
        try
        {
            var changedSince = 0L;
            using var file = new DifferenceFile(plan.StateFolder);
            if (options.Recheck is { } delay)
            {
                await CountAsync(comparison.SettleAsync(keys: null, stop), file: null);
                changedSince = Differences;
                if (changedSince > 0)
                {
                    await Task.Delay(delay, plan.Time, stop);
                }
            }

            var again = options.Recheck is null ? null : _differing.ToHashSet();
            var rejectedBefore = _rejected;
            Begin();
            await CountAsync(comparison.SettleAsync(again, stop), file);
            changedSince = Math.Max(0, changedSince - Differences) + Math.Max(0, rejectedBefore - _rejected);
            var tables = await comparison.FindExtraAsync(extra => Add(extra, file), stop);
            file.Keep();
            var records = summary.Counts.Records;
            var all = records.Inserted + records.Updated + records.Unchanged + records.Deleted;
            var isBlind = all == 0 && summary.Counts.Kept > 0 && comparison.NotVerified.Count > 0;
            return result with
            {
                Outcome = isBlind ? RunOutcome.Failed : RunOutcome.Complete,
                Error = isBlind ? "the profile writes by its own SQL alone, so nothing could be compared" : null,
                Equal = all - Differences - _rejected - changedSince,
                Different = _different,
                Missing = _missing,
                NotDeleted = _notDeleted,
                Rejected = _rejected + summary.Counts.RejectedTotal,
                ChangedSince = changedSince,
                Extra = tables.Count == 0 ? null : _extra,
                Tables = tables,
                NotVerified = comparison.NotVerified,
                EndedAt = plan.Time.GetUtcNow(),
            };
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return result with { Outcome = RunOutcome.Interrupted, EndedAt = plan.Time.GetUtcNow() };
        }
        catch (Exception e) when (e is not DatafluxException)
        {
            return result with { Outcome = RunOutcome.Failed, Error = plan.Redact(plan.Target.Classify(e).Message), EndedAt = plan.Time.GetUtcNow() };
        }
    }

    private HashSet<ulong> KeysOfLastTime() =>
        [.. DifferenceFile.Read(plan.StateFolder).Select(static known => known.Hash).Where(static hash => hash != 0)];

    private void Begin()
    {
        (_different, _missing, _notDeleted, _rejected, _extra) = (0, 0, 0, 0, 0);
        _differing.Clear();
        _first.Clear();
    }

    private async Task CountAsync(IAsyncEnumerable<Difference> differences, DifferenceFile? file)
    {
        var origins = new LineOrigins(plan.Export.Files);
        await foreach (var found in differences)
        {
            var isPlaceInExport = plan.Options.GroupScope == GroupScope.Export;
            Add(isPlaceInExport && found.Line is { } place ? found with { File = origins.FileOf(place), Line = origins.LineOf(place) } : found, file);
        }
    }

    private void Add(Difference difference, DifferenceFile? file)
    {
        if (difference is { File: { } name, Line: { } line } && options.Rejected.Contains((name, line)))
        {
            _rejected++;
            return;
        }

        switch (difference.Kind)
        {
            case DifferenceKind.Missing:
                _missing++;
                break;
            case DifferenceKind.Different:
                _different++;
                break;
            case DifferenceKind.NotDeleted:
                _notDeleted++;
                break;
            default:
                _extra++;
                break;
        }

        if (difference.Hash != 0)
        {
            _differing.Add(difference.Hash);
        }

        if (file is not null)
        {
            file.Add(difference);
            if (_first.Count < MostShown)
            {
                _first.Add(difference);
            }
        }
    }

    private VerifyResult Result(RunSummary summary, IComparison comparison, DateTimeOffset startedAt) => new()
    {
        Name = plan.Name,
        Outcome = summary.Outcome,
        Error = summary.Error,
        Items = summary.ItemsRead,
        Sample = options.Sample,
        CountsOnly = options.Counts,
        Columns = options.Columns,
        NotVerified = comparison.NotVerified,
        ExportId = plan.Export.Id,
        ExportHash = HashOfExport(),
        ProfileHash = summary.ProfileHash,
        DefinitionHash = plan.DefinitionHash,
        CatalogHash = comparison.CatalogHash,
        Target = comparison.Location,
        StartedAt = startedAt,
        EndedAt = plan.Time.GetUtcNow(),
    };

    private string HashOfExport()
    {
        var text = new StringBuilder(plan.Export.Id).Append('\n');
        foreach (var file in plan.Export.Files)
        {
            text.Append(file.Name).Append('\t').Append(file.Fingerprint).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
