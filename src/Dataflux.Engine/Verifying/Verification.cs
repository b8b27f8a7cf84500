using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dataflux.Engine.Comparing;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Verifying;

/// <summary>
/// Reads an export once more, runs the profile on it, and compares what it would write with what is there, in transactions that write
/// nothing. It is a small migration with its own state below the migration's, whose target only looks; the migration's lock is held
/// meanwhile.
/// </summary>
/// <param name="profile">The profile.</param>
/// <param name="plan">The migration's plan.</param>
/// <param name="options">What is verified.</param>
public sealed class Verification(Profile profile, MigrationPlan plan, VerifyOptions options)
{
    /// <summary>The first differences, to be shown.</summary>
    public IReadOnlyList<Difference> First { get; private set; } = [];

    /// <summary>Verifies.</summary>
    /// <param name="stop">Asks it to end.</param>
    /// <exception cref="DatafluxException">It could not begin.</exception>
    public async Task<VerifyResult> RunAsync(CancellationToken stop)
    {
        using var held = StateFolder.Lock(plan.StateFolder, plan.Name, plan.Time);
        var repair = options.Repair == RepairMode.None ? null : await Repair.OfAsync(profile, plan, options.StateTarget, stop);
        var request = new ComparisonRequest
        {
            Folder = StateFolder.Verification(plan.StateFolder),
            Sample = options.Sample,
            Keys = options.Again ? KeysOfLastTime() : null,
            KeysOnly = options.Counts,
            Columns = options.Columns,
            Owned = options.Sample is null && !options.Again ? options.Owned : [],
        };
        var place = new InterruptedVerification(plan, IdentityOf(request), request.Folder);
        VerifyResult result;
        try
        {
            result = await CompareAsync(request with { GoesOn = place.GoesOn(options.Restart) }, known: [], stop);
        }
        catch (ComparisonChangedException e)
        {
            place.Begin(e.Message);
            result = await CompareAsync(request, known: [], stop);
        }

        return repair is null || result.Outcome != RunOutcome.Complete ? result : await RepairAsync(repair, result, stop);
    }

    // Only what was found to differ is written, and compared once more.
    private async Task<VerifyResult> RepairAsync(Repair repair, VerifyResult result, CancellationToken stop)
    {
        var found = DifferenceFile.Read(plan.StateFolder).Where(IsRepaired).ToList();
        if (found.Count == 0)
            return result with { Repaired = 0 };

        if (result.NotVerified.Count > 0)
        {
            return result with
            {
                Outcome = RunOutcome.Failed,
                Error = "nothing was repaired: the profile writes by statements of its own, which cannot be kept to single rows; "
                    + "run 'dataflux migrate' again",
            };
        }

        var summary = await repair.RunAsync(found.Select(static difference => difference.Hash).ToHashSet(), stop);
        if (summary.Outcome != RunOutcome.Complete)
        {
            return result with
            {
                Outcome = summary.Outcome,
                Error = summary.Error,
                Repair = summary.Counts.Records,
                EndedAt = plan.Time.GetUtcNow(),
            };
        }

        StateFolder.DeleteFolder(StateFolder.Verification(plan.StateFolder));
        StateFolder.MakePrivate(StateFolder.Verification(plan.StateFolder));
        var again = await CompareAsync(
            new()
            {
                Folder = StateFolder.Verification(plan.StateFolder),
                Keys = found.Select(static difference => difference.Hash).ToHashSet(),
                KeysOnly = options.Counts,
            },
            known: DifferenceFile.Read(plan.StateFolder).Where(difference => !IsRepaired(difference)),
            stop);
        return result with
        {
            Outcome = again.Outcome,
            Error = again.Error,
            Different = again.Different,
            Missing = again.Missing,
            NotDeleted = again.NotDeleted,
            Repaired = result.Different + result.Missing + result.NotDeleted - again.Different - again.Missing - again.NotDeleted,
            Repair = summary.Counts.Records,
            EndedAt = again.EndedAt,
        };
    }

    private bool IsRepaired(Difference difference) => difference.Hash != 0
        && (difference.Kind == DifferenceKind.Missing
            || (options.Repair == RepairMode.All && difference.Kind is DifferenceKind.Different or DifferenceKind.NotDeleted));

    private async Task<VerifyResult> CompareAsync(ComparisonRequest request, IEnumerable<Difference> known, CancellationToken stop)
    {
        var startedAt = plan.Time.GetUtcNow();
        await using var comparison = options.Compare(request);
        var summary = await MigrationStart.RunAsync(
            profile,
            plan with
            {
                Target = comparison,
                StateFolder = request.Folder,
                Coverage = null,
                Options = plan.Options.ForPass() with { MaxRejects = null, MaxRate = null, MaxReplicaLag = null },
            },
            stop);
        var result = Result(summary, comparison, startedAt);
        if (summary.Outcome == RunOutcome.Complete)
            result = await SettleAsync(result, summary, comparison, known, stop);

        if (result.Outcome == RunOutcome.Complete)
        {
            await comparison.DisposeAsync();
            StateFolder.DeleteFolder(request.Folder);
        }

        return result;
    }

    // What an interrupted verification must have been about, so that another one may go on with what it has found.
    private string IdentityOf(ComparisonRequest request) => string.Join('\n',
    [
        $"export {HashOfExport()}",
        $"profile {profile.Hash}",
        $"definition {plan.DefinitionHash}",
        $"target {plan.Target.Location}",
        $"options sample {request.Sample?.ToString("R", CultureInfo.InvariantCulture)}, counts {request.KeysOnly}, columns "
            + $"{string.Join(',', request.Columns ?? [])}, owned {string.Join(',', request.Owned)}, again "
            + $"{(request.Keys is { } keys ? keys.Aggregate(0UL, static (all, key) => all ^ key) : null)}",
    ]);

    private async Task<VerifyResult> SettleAsync(
        VerifyResult result, RunSummary summary, IComparison comparison, IEnumerable<Difference> known, CancellationToken stop)
    {
        try
        {
            Findings? before = null;
            if (options.Recheck is { } delay)
            {
                before = new(options.Rejected, file: null);
                await before.AddAsync(comparison.SettleAsync(keys: null, stop), plan);
                if (before.OfRecords > 0)
                    await Task.Delay(delay, plan.Time, stop);
            }

            using var file = new DifferenceFile(plan.StateFolder);
            var found = new Findings(options.Rejected, file);
            await found.AddAsync(comparison.SettleAsync(before?.Keys, stop), plan);
            var changedSince = before is null
                ? 0
                : Math.Max(0, before.OfRecords - found.OfRecords) + Math.Max(0, before.Rejected - found.Rejected);
            var records = summary.Counts.Records;
            var all = records.Inserted + records.Updated + records.Unchanged + records.Deleted;
            var equal = all - found.OfRecords - found.Rejected - changedSince;
            var tables = await comparison.FindExtraAsync(found.Add, stop);
            foreach (var difference in known)
                found.Add(difference);

            file.Keep();
            First = found.First;
            var isBlind = all == 0 && summary.Counts.Kept > 0 && comparison.NotVerified.Count > 0;
            return result with
            {
                Outcome = isBlind ? RunOutcome.Failed : RunOutcome.Complete,
                Error = isBlind ? "the profile writes by its own statements alone, so nothing could be compared" : null,
                Equal = equal,
                Different = found.Different,
                Missing = found.Missing,
                NotDeleted = found.NotDeleted,
                Rejected = found.Rejected + summary.Counts.RejectedTotal,
                ChangedSince = changedSince,
                Extra = tables.Count == 0 ? null : found.Extra,
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
            return result with
            {
                Outcome = RunOutcome.Failed,
                Error = plan.Redact(plan.Target.MessageOf(e)),
                EndedAt = plan.Time.GetUtcNow(),
            };
        }
    }

    private HashSet<ulong> KeysOfLastTime() =>
        [.. DifferenceFile.Read(plan.StateFolder).Select(static known => known.Hash).Where(static hash => hash != 0)];

    private VerifyResult Result(RunSummary summary, IComparison comparison, DateTimeOffset startedAt) => new()
    {
        Name = plan.Name,
        Outcome = summary.Outcome,
        Error = summary.Error,
        Items = summary.Counts.Items,
        ItemsRead = summary.ItemsRead,
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
        foreach (var part in plan.Export.Parts)
            text.Append(part.Name).Append('\t').Append(part.Fingerprint).Append('\n');

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
