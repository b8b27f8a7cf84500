using Dataflux.Engine.Ground;
using static Npgsql.PostgresErrorCodes;

namespace Dataflux.Dialects.PostgreSql.Ground;

/// <summary>The kind of failure of each SQLSTATE (PostgreSQL documentation, appendix A).</summary>
internal static class PostgreSqlFailuresBySqlState
{
    // Npgsql has no names for these.
    private const string IdleInTransactionSessionTimeout = "25P03";
    private const string TransactionTimeout = "25P04";
    private const string SnapshotTooOld = "72000";

    /// <summary>
    /// The kind: single codes first, then the class (the first two characters); what is unknown may be a code that a trigger made up.
    /// </summary>
    public static FailureKind KindOf(string sqlState) => sqlState switch
    {
        // The server, or the way to it, is away or busy.
        SerializationFailure or DeadlockDetected or StatementCompletionUnknown or TransactionRollback => FailureKind.Transient,
        AdminShutdown or CrashShutdown or CannotConnectNow or OperatorIntervention or IdleSessionTimeout => FailureKind.Transient,
        QueryCanceled => FailureKind.Transient,                     // the statement timeout, or an administrator
        LockNotAvailable or ObjectInUse => FailureKind.Transient,
        ReadOnlySqlTransaction => FailureKind.Transient,            // a fail-over: this host is the standby now
        IdleInTransactionSessionTimeout or TransactionTimeout or SnapshotTooOld => FailureKind.Transient,
        FdwUnableToEstablishConnection => FailureKind.Transient,

        DiskFull or DataCorrupted or IndexCorrupted => FailureKind.Systemic,
        TooManyColumns or TooManyArguments or DuplicatePreparedStatement => FailureKind.Systemic,

        // The record's values do not fit, or a rule of the database refuses them.
        CardinalityViolation or TransactionIntegrityConstraintViolation or WithCheckOptionViolation or TriggeredDataChangeViolation =>
            FailureKind.Row,
        TriggeredActionException or CaseNotFound => FailureKind.Row,

        _ => sqlState.Length == 5 ? KindOfClass(sqlState[..2]) : FailureKind.Systemic,
    };

    /// <summary>What a record is refused for: U+0000 and lone surrogates in texts and in JSON, a foreign key.</summary>
    public static FailureDetail DetailOf(string? sqlState) => sqlState switch
    {
        CharacterNotInRepertoire or UntranslatableCharacter => FailureDetail.UnstorableText,
        ForeignKeyViolation => FailureDetail.MissingParent,
        _ => FailureDetail.None,
    };

    /// <summary>
    /// Whether fewer records in a transaction may do: it took too long, waited too long for locks that it needs only some of, or needed
    /// more memory or temporary files than it may have.
    /// </summary>
    public static bool IsTooMuch(string sqlState) => sqlState is QueryCanceled or LockNotAvailable
        or IdleInTransactionSessionTimeout or TransactionTimeout or ConfigurationLimitExceeded or OutOfMemory;

    private static FailureKind KindOfClass(string name) => name switch
    {
        "08" => FailureKind.Transient, // connection exception
        "53" => FailureKind.Transient, // insufficient resources; a full disk is above
        "22" => FailureKind.Row,       // data exception
        "23" => FailureKind.Row,       // integrity constraint violation
        "54" => FailureKind.Row,       // program limit exceeded: an index row or a JSON document that is too big
        "P0" => FailureKind.Row,       // a function or trigger of the database raised it
        "38" or "39" => FailureKind.Row, // the same, in other languages
        // sessions, login, no database, the server's own files
        "25" or "26" or "28" or "3D" or "57" or "58" or "F0" => FailureKind.Systemic,

        // 42 is wrong SQL and missing rights, but also what casts to ltree or regclass call a value, and row-level security a row; XX is a
        // bug of the server, or how PostGIS refuses a geometry. Codes that are in no appendix come out of triggers.
        _ => FailureKind.Suspected,
    };
}
