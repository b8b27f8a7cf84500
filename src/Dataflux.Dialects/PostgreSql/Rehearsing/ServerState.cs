using Dataflux.Engine.Ground;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Rehearsing;

/// <summary>What the server, the database and the login allow at all, whatever the tables are.</summary>
/// <param name="IsStandby">Whether the server is a hot standby.</param>
/// <param name="ReadOnlyBy">
/// Where <c>default_transaction_read_only = on</c> comes from (<c>pg_settings.source</c>); <see langword="null"/>: it is off.
/// </param>
/// <param name="User">The user, for SQL.</param>
/// <param name="Database">The database, for SQL.</param>
/// <param name="MayMakeTemporaryTables">Whether the user has TEMPORARY on the database.</param>
/// <param name="EventTriggers">The event triggers that run for staging tables, with their events.</param>
internal sealed record ServerState(
    bool IsStandby, string? ReadOnlyBy, string User, string Database, bool MayMakeTemporaryTables, IReadOnlyList<string> EventTriggers)
{
    internal const string NoTemporary =
        "no TEMPORARY permission on the database, which staging tables need; run as its owner: grant temporary on database … to …";

    private const string Standby =
        "the server is a hot standby (pg_is_in_recovery() is true), which takes no writes; name the primary in target.host, or wait until "
            + "this one is promoted";

    private const string Question = """
        select pg_catalog.pg_is_in_recovery(),
               (select source from pg_catalog.pg_settings where name = 'default_transaction_read_only' and setting = 'on'),
               quote_ident(session_user), quote_ident(current_database()),
               has_database_privilege(current_database(), 'temp'),
               array(select format('"%s" (%s)', evtname, evtevent) from pg_catalog.pg_event_trigger
                      where evtenabled in ('O', 'A') and evtevent in ('ddl_command_start', 'ddl_command_end', 'sql_drop')
                        and (evttags is null or evttags && array['CREATE TABLE', 'DROP TABLE']) order by evtname)
        """;

    /// <summary>Asks the server; before the session is set to anything.</summary>
    internal static async Task<ServerState> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Question, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return new(
            reader.GetBoolean(0),
            await reader.IsDBNullAsync(1, cancellation) ? null : reader.GetString(1),
            reader.GetString(2),
            reader.GetString(3),
            reader.GetBoolean(4),
            reader.GetFieldValue<string[]>(5));
    }

    /// <summary>A line for each thing that is worth knowing.</summary>
    internal IEnumerable<string> Notes => EventTriggers.Count == 0 ? [] :
        [$"event triggers of the database run for the staging tables of each session: {string.Join(", ", EventTriggers)}"];

    /// <summary>Refuses where nothing can be tried.</summary>
    /// <exception cref="TargetException">The server takes no writes, or the user may not make staging tables.</exception>
    internal void ThrowIfItCannotBeTried()
    {
        if (IsStandby)
            throw Refusal(Standby);
        if (!MayMakeTemporaryTables)
            throw Refusal(NoTemporary);
    }

    /// <summary>What a failure to make a temporary table means.</summary>
    internal TargetException NoStaging(PostgresException e) => Refusal(
        $"a staging table cannot be made: {e.MessageText} (SQLSTATE {e.SqlState})"
            + (EventTriggers.Count == 0 ? "" : $"; event triggers run for it: {string.Join(", ", EventTriggers)}; have them pass over "
                + "temporary tables (pg_event_trigger_ddl_commands() gives schema pg_temp), or disable them for the migration"), e);

    /// <summary>What keeps every transaction of a run from writing although this one can; <see langword="null"/>: nothing does.</summary>
    internal TargetFinding? ReadOnly => ReadOnlyBy is null
        ? null
        : new(null, null, $"transactions are read-only (default_transaction_read_only is on, {ReadOnlyPlace(ReadOnlyBy)}");

    // Where it is set, and what to do about it.
    private string ReadOnlyPlace(string source) => source switch
    {
        "user" => $"set for the role {User}); run: alter role {User} reset default_transaction_read_only",
        "database" => $"set for the database {Database}); run: alter database {Database} reset default_transaction_read_only",
        "database user" => $"set for the role {User} in the database {Database}); run: alter role {User} in database {Database} reset "
            + "default_transaction_read_only",
        "session" or "client" => "set by the connection's own options); take it out of target.connection, or connect as a role that may "
            + "write",
        _ => $"set in the server's {source}); the administrator or the provider has closed the server to writes, as some do when a disk "
            + "is full: have that lifted, or name another server",
    };

    private static TargetException Refusal(string message, Exception? cause = null) =>
        new(message, cause) { Findings = [new(null, null, message)] };
}
