using Dataflux.Engine.Contract;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.State;

namespace Dataflux.Engine.Pipeline;

/// <summary>Keeps the account of a run: which files are done, that the counts add up, and how it ended.</summary>
internal sealed class RunReport
{
    private readonly MigrationPlan _plan;
    private readonly Profile _profile;
    private readonly RunState _state;
    private readonly int _writers;
    private readonly DateTimeOffset _startedAt;
    private RunCounts _cut = new();
    private string? _error;

    internal RunReport(MigrationPlan plan, Profile profile, RunState state, int writers)
    {
        _plan = plan;
        _profile = profile;
        _state = state;
        _writers = writers;
        _startedAt = plan.Time.GetUtcNow();
        Progress = new RunProgress(plan.Observer, plan.Time, state.Counts);
    }

    internal RunProgress Progress { get; }

    internal void Started() =>
        _plan.Observer.Started(new(_plan.Export, _plan.Target.Location, _state.Checkpoint.Files.Count, _state.Counts.Items, _writers));

    /// <summary>Called by the last writer of a file: all its batches are committed or rejected.</summary>
    internal async Task FileWrittenAsync<TRow>(FileRun<TRow> run, CancellationToken stop)
    {
        var counts = run.Counts.ToRunCounts();
        if (run.Cut)
        {
            _cut += counts;
            await _state.ShowAsync(run, _plan.Source, stop);
            return;
        }

        Verify(run.File.Name, counts, run.File.ItemCount);
        await _state.CompleteAsync(run, counts, _plan.Source, stop);
        Progress.Tell();
        _plan.Observer.FileCompleted(run.File, run.Number, _plan.Export.Files.Count, counts);
    }

    /// <summary>
    /// Leaves the files that are not done. Their rejects are shown behind the checkpoint's length, so that a person can see
    /// why a run was stopped; resuming cuts them off, because the files are read again.
    /// </summary>
    internal async Task LeaveAsync<TRow>(IReadOnlyList<FileRun<TRow>> runs, bool showRejects)
    {
        _state.SaveNow();
        foreach (var run in runs)
        {
            if (showRejects && run.Rejects.Count > 0)
            {
                await _state.ShowAsync(run, _plan.Source, CancellationToken.None);
            }

            run.Rejects.Dispose();
        }
    }

    /// <exception cref="AccountingException">Items are missing or were counted twice.</exception>
    internal void VerifyAgainstManifest() => Verify(_plan.Export.Location, _state.Counts, _plan.Export.ItemCount);

    /// <summary>Runs the migration's work and turns the ways it can end into an outcome.</summary>
    internal async Task<RunOutcome> WatchAsync(Func<Task> work)
    {
        try
        {
            await work();
            return _plan.Options.Limit is null ? RunOutcome.Complete : RunOutcome.Limited;
        }
        catch (OperationCanceledException)
        {
            return RunOutcome.Interrupted;
        }
        catch (TooManyRejectsException e)
        {
            _error = e.Message;
            return RunOutcome.TooManyRejects;
        }
        catch (Exception e) when (e is DatafluxException or IOException)
        {
            _error = e.Message;
            return RunOutcome.Failed;
        }
    }

    internal RunSummary Completed(RunOutcome outcome, long retries)
    {
        var summary = new RunSummary
        {
            Name = _plan.Name,
            Outcome = outcome,
            Error = _error,
            ExportId = _plan.Export.Id,
            Target = _plan.Target.Location,
            ProfilePath = _profile.Path,
            ProfileHash = _profile.Hash,
            StartedAt = _startedAt,
            EndedAt = _plan.Time.GetUtcNow(),
            Files = _plan.Export.Files.Count,
            FilesDone = _state.Checkpoint.Files.Count,
            ManifestItems = _plan.Export.ItemCount,
            Counts = _state.Counts + _cut,
            ItemsRead = Progress.Items,
            TargetTime = Progress.TargetTime,
            Writers = _writers,
            Retries = retries + Progress.Retries,
        };
        _state.Save(summary);
        _plan.Observer.Completed(summary);
        return summary;
    }

    private static void Verify(string what, RunCounts counts, long? promised)
    {
        if (!counts.AddUp || (promised is { } items && items != counts.Items))
        {
            throw new AccountingException(what, counts, promised);
        }
    }
}
