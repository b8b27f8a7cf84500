using Dataflux.Dialects.PostgreSql.Reading;
using Dataflux.Engine.Ground;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Following;

/// <summary>Says what kind of failure an exception of a stream is.</summary>
internal static class FollowFailures
{
    internal static Failure Classify(Exception exception, string slot)
    {
        var failure = SourceFailures.Classify(exception);
        return exception switch
        {
            // The process of a run that was killed takes a moment to be noticed.
            PostgresException { SqlState: PostgresErrorCodes.ObjectInUse } => failure with { Kind = FailureKind.Transient },
            PostgresException { SqlState: PostgresErrorCodes.ObjectNotInPrerequisiteState or PostgresErrorCodes.UndefinedObject } e
                when e.MessageText.Contains($"\"{slot}\"", StringComparison.Ordinal) => failure with
                {
                    Kind = FailureKind.Systemic,
                    Message = $"the replication slot {slot} cannot be read any more: {e.MessageText}. Load again: 'dataflux reset "
                        + "--source' drops it, then run again",
                },
            _ => failure,
        };
    }
}
