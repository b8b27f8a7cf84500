using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Targets;

/// <summary>Calls of a target that fail with what the failure means.</summary>
public static class TargetCalls
{
    /// <summary>Makes a call.</summary>
    /// <param name="target">The target.</param>
    /// <param name="call">The call.</param>
    /// <param name="stop">The token of the call: once it was asked to stop, the call ends as stopped, whatever it throws.</param>
    /// <param name="say">Makes the sentence from the exception and what the target says of it; without one, what the target says.</param>
    /// <exception cref="TargetException">The call failed.</exception>
    public static Task<T> CallAsync<T>(
        this ITargetConnection target, Func<Task<T>> call, CancellationToken stop, Func<Exception, string, string>? say = null) =>
        Calls.RunAsync(
            call,
            e =>
            {
                var message = target.Classify(e).Message;
                return new TargetException(say is null ? message : say(e, message), e);
            },
            stop);

    /// <summary>Makes a call that has no result.</summary>
    /// <param name="target">The target.</param>
    /// <param name="call">The call.</param>
    /// <param name="stop">The token of the call: once it was asked to stop, the call ends as stopped, whatever it throws.</param>
    /// <param name="say">Makes the sentence from the exception and what the target says of it; without one, what the target says.</param>
    /// <exception cref="TargetException">The call failed.</exception>
    public static Task CallAsync(
        this ITargetConnection target, Func<Task> call, CancellationToken stop, Func<Exception, string, string>? say = null) =>
        target.CallAsync(
            async () =>
            {
                await call();
                return true;
            },
            stop,
            say);

    /// <summary>What an exception of the target means, in a sentence; dataflux's own say it themselves.</summary>
    /// <param name="target">The target.</param>
    /// <param name="exception">The exception.</param>
    public static string MessageOf(this ITargetConnection target, Exception exception) =>
        exception is DatafluxException ? exception.Message : target.Classify(exception).Message;

    /// <summary>Says whether a record is at fault, or may be, and not the target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="exception">The exception.</param>
    /// <returns>What it means; <see langword="null"/>: no record is at fault.</returns>
    internal static Failure? RefusesRecords(this ITargetConnection target, Exception exception) =>
        exception is not (DatafluxException or OperationCanceledException)
        && target.Classify(exception) is { Kind: FailureKind.Row or FailureKind.Suspected } failure
            ? failure
            : null;
}
