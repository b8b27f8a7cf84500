using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Engine.Ground;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Reading;

/// <summary>Says what kind of failure an exception of a PostgreSQL source is: no record is at fault for it.</summary>
internal static class SourceFailures
{
    internal static Failure Classify(Exception exception)
    {
        var failure = PostgreSqlFailures.Classify(exception);
        return failure with
        {
            Kind = failure.Kind == FailureKind.Transient || IsOfSnapshot(exception) ? FailureKind.Transient : FailureKind.Systemic,
            Message = OfSource(failure.Message),
        };
    }

    /// <summary>What is said of a connection's settings, under the name that they have here.</summary>
    internal static string OfSource(string message) => message.Replace("target.", "source.", StringComparison.Ordinal);

    // The transaction that exported the snapshot is gone: the next attempt takes another one.
    private static bool IsOfSnapshot(Exception exception) => exception is PostgresException
    {
        SqlState: PostgresErrorCodes.InvalidParameterValue or PostgresErrorCodes.UndefinedObject
            or PostgresErrorCodes.ObjectNotInPrerequisiteState,
    } e && e.MessageText.Contains("snapshot", StringComparison.OrdinalIgnoreCase);
}
