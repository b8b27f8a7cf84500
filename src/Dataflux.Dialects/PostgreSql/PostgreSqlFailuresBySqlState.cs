using Dataflux.Engine;
using static Npgsql.PostgresErrorCodes;

namespace Dataflux.Dialects.PostgreSql;

/// <summary>The kind of failure of each SQLSTATE (PostgreSQL documentation, appendix A).</summary>
internal static class PostgreSqlFailuresBySqlState
{
    // Npgsql has no names for these two.
    private const string IdleInTransactionSessionTimeout = "25P03";
    private const string SnapshotTooOld = "72000";

    /// <summary>The kind: single codes first, then the class (the first two characters); what is unknown is systemic.</summary>
    public static FailureKind KindOf(string sqlState) => sqlState switch
    {
        // The server, or the way to it, is away or busy.
        SerializationFailure or DeadlockDetected or StatementCompletionUnknown or TransactionRollback => FailureKind.Transient,
        AdminShutdown or CrashShutdown or CannotConnectNow or OperatorIntervention or IdleSessionTimeout => FailureKind.Transient,
        QueryCanceled => FailureKind.Transient,                     // the statement timeout, or an administrator
        LockNotAvailable or ObjectInUse => FailureKind.Transient,
        ReadOnlySqlTransaction => FailureKind.Transient,            // a fail-over: this host is the standby now
        IdleInTransactionSessionTimeout or SnapshotTooOld => FailureKind.Transient,
        FdwUnableToEstablishConnection => FailureKind.Transient,

        DiskFull => FailureKind.Systemic,
        TooManyColumns or TooManyArguments => FailureKind.Systemic,

        // The record's values do not fit, or a rule of the database refuses them.
        CardinalityViolation or TransactionIntegrityConstraintViolation or WithCheckOptionViolation or TriggeredDataChangeViolation => FailureKind.Row,
        TriggeredActionException or CaseNotFound => FailureKind.Row,

        _ => sqlState.Length == 5 ? KindOfClass(sqlState[..2]) : FailureKind.Systemic,
    };

    private static FailureKind KindOfClass(string name) => name switch
    {
        "08" => FailureKind.Transient, // connection exception
        "53" => FailureKind.Transient, // insufficient resources; a full disk is above
        "22" => FailureKind.Row,       // data exception
        "23" => FailureKind.Row,       // integrity constraint violation
        "54" => FailureKind.Row,       // program limit exceeded: an index row or a JSON document that is too big
        "P0" => FailureKind.Row,       // a function or trigger of the database raised it
        "38" or "39" => FailureKind.Row, // the same, in other languages
        _ => FailureKind.Systemic,     // 28 login, 3D no database, 42 SQL and permissions, 0A, 25, F0, XX, …
    };
}
