using System.Runtime.ExceptionServices;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.State;

namespace Dataflux.Engine.Ledger;

/// <summary>How a run ended, and why.</summary>
internal sealed class RunEnding(MigrationPlan plan, Profile profile)
{
    private const string MemoryAdvice = "then run the same command again; what was committed stays";
    private ExceptionDispatchInfo? _bug;

    /// <summary>What ended the run before it was complete; <see langword="null"/>: nothing, or who asked it to stop.</summary>
    internal string? Error { get; private set; }

    /// <summary>Runs the migration's work and turns the ways it can end into an outcome.</summary>
    internal async Task<RunOutcome> WatchAsync(Func<Task> work)
    {
        try
        {
            await work();
            return plan.Options.Limit is null ? RunOutcome.Complete : RunOutcome.Limited;
        }
        catch (OperationCanceledException)
        {
            return RunOutcome.Interrupted;
        }
        catch (TooManyRejectsException e)
        {
            Error = e.Message;
            return RunOutcome.TooManyRejects;
        }
        catch (DatafluxException e)
        {
            Error = e.Message;
            return RunOutcome.Failed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Error = StateFolder.Failure(plan.StateFolder, e);
            return RunOutcome.Failed;
        }
        catch (OutOfMemoryException e)
        {
            Error = profile.IsOfScript(e)
                ? profile.Locate(e, $"the script ran out of memory: make it keep less, {MemoryAdvice}")
                : $"out of memory; give the process more, or lower 'group: memory', 'readers' and 'batchSize', {MemoryAdvice}";
            return RunOutcome.Failed;
        }
        catch (Exception e)
        {
            // An edge: the summary is written all the same, then whoever called learns of the bug.
            Error = $"unexpected {e.GetType().Name}: {e.Message}";
            _bug = ExceptionDispatchInfo.Capture(e);
            return RunOutcome.Failed;
        }
    }

    /// <summary>Lets whoever called learn of a bug, once everything is saved.</summary>
    internal void ThrowBug() => _bug?.Throw();
}
