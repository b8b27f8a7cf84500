using Dataflux.Engine.Targets;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Targets;

/// <summary>Asks a server for its version, its clock, and whether the user may do what every run does. Reads only.</summary>
internal static class TargetReporter
{
    private const string Sql = """
        select current_setting('server_version'), current_user, clock_timestamp(), current_database(), current_schema(),
          has_database_privilege(current_database(), 'temporary'),
          coalesce(has_schema_privilege(current_schema(), 'create'), false),
          pg_is_in_recovery(), current_setting('transaction_read_only') = 'on'
        """;

    /// <summary>Asks it.</summary>
    internal static async Task<TargetReport> AskAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var (user, database) = (reader.GetString(1), reader.GetString(3));
        var schema = await reader.IsDBNullAsync(4, cancellation) ? null : reader.GetString(4);
        var lacks = new List<string>();
        if (reader.GetBoolean(7))
            lacks.Add("the server is a standby, which takes no writes; name the primary under target");
        else if (reader.GetBoolean(8))
            lacks.Add($"transactions are read-only; run: alter role \"{user}\" reset default_transaction_read_only");

        if (!reader.GetBoolean(5))
            lacks.Add($"no temporary tables, which every batch needs; run: grant temporary on database \"{database}\" to \"{user}\"");

        if (schema is null)
            lacks.Add("no schema of search_path exists; create one, or set search_path");
        else if (!reader.GetBoolean(6))
            lacks.Add($"no new tables in schema {schema}, as onStart may make; run: grant create on schema \"{schema}\" to \"{user}\"");

        var time = await reader.GetFieldValueAsync<DateTimeOffset>(2, cancellation);
        return new TargetReport($"PostgreSQL {reader.GetString(0)}", user, time, lacks);
    }
}
