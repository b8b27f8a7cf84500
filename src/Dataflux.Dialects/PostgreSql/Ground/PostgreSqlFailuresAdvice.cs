using static Npgsql.PostgresErrorCodes;

namespace Dataflux.Dialects.PostgreSql.Ground;

/// <summary>The next step for failures that a person must do something about.</summary>
internal static class PostgreSqlFailuresAdvice
{
    public const string Login = "Check target.user and target.password, and the server's pg_hba.conf.";

    public const string Expired = "The same login worked earlier in this run: the password has expired or was changed. Run again with the "
        + "new one, or let dataflux ask for it at each login with target.passwordFile or target.passwordCommand.";

    public const string Tls = "Check target.ssl (verify-full, require, prefer, off) and target.rootCertificate.";

    public const string Expression = "Correct the SQL of the profile: in Set and Combine the row of the table has the table's name, the "
        + "incoming one is called excluded.";

    /// <summary>The advice for a SQLSTATE; <see langword="null"/> when the message says enough.</summary>
    public static string? For(string sqlState) => sqlState switch
    {
        InvalidPassword or InvalidAuthorizationSpecification => Login,
        InvalidCatalogName => "Create the database, or correct target.database.",
        UndefinedTable => "Create the table, or correct the [Table] name of the profile's record and the connection's search_path.",
        UndefinedColumn => "Add the column, or correct the [Column] name of the profile's record.",
        UndefinedFunction => "Correct the SQL of the profile, or install the extension that has the function.",
        InsufficientPrivilege => "Grant the right to target.user, or connect as another user.",
        InvalidColumnReference => "ON CONFLICT needs a unique index over exactly the [Key] columns: create it, or correct the keys.",
        DatatypeMismatch => "Correct the type of the record's property or its [Column(TypeName)].",
        SyntaxError => "Correct the SQL of the profile.",
        DiskFull => "Free space on the server's disk, then run again: it goes on where it stopped.",
        InFailedSqlTransaction =>
            "The profile caught the failure of an earlier statement and went on: let the exception pass, so that the batch is rolled back.",
        InvalidSqlStatementName or DuplicatePreparedStatement =>
            "The connection goes through a pooler that mixes sessions (PgBouncer in transaction mode): connect directly or to a "
                + "session pool.",
        DatabaseDropped => "The database was dropped during the run.",
        ReadOnlySqlTransaction => "The server is a standby or set to read-only: if it stays so, connect to the primary.",
        TooManyConnections => "Other sessions use all of the server's connections (max_connections).",
        QueryCanceled =>
            "The statement took longer than statement_timeout: lower batchSize, or raise target.statementTimeout or the role's "
                + "statement_timeout.",
        LockNotAvailable =>
            "Another session held a lock for longer than lock_timeout: lower batchSize, or raise lock_timeout for the role.",
        "25P03" =>
            "The transaction waited longer than idle_in_transaction_session_timeout: lower batchSize, or raise that limit for the role.",
        "25P04" => "The transaction took longer than transaction_timeout: lower batchSize, or raise that limit for the role.",
        ConfigurationLimitExceeded => "The batch needs more temporary files than temp_file_limit: lower batchSize, or raise that limit.",
        OutOfMemory => "The server had no memory for the batch: lower batchSize, or give the server more memory.",
        NotNullViolation => "Give the record a value in the profile, leave it out there, or allow null in the column.",
        StringDataRightTruncation => "Shorten the text in the profile, or widen the column.",
        ForeignKeyViolation =>
            "No item of the export has brought that row. When it has come, 'dataflux replay' writes the record; if it never will, leave "
                + "the record out in the profile.",
        UniqueViolation => "Another row has the same value: correct the [Key], or leave such records out in the profile.",
        CheckViolation => "Correct the value in the profile, leave the record out there, or change the constraint.",
        CardinalityViolation => "The profile's statement writes one key twice: keep the last record of each key.",
        _ => null,
    };
}
