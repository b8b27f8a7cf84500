using Dataflux.Dialects.PostgreSql.Scripts;
using Dataflux.Dialects.Sql;
using Dataflux.Dialects.Sql.Scripts;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Images;

/// <summary>
/// Has images kept of what a profile's own statements change, over one connection: makes triggers where a statement changes a table for the
/// first time.
/// </summary>
/// <param name="connection">The connection.</param>
/// <param name="store">The run's images.</param>
internal sealed class SqlImages(NpgsqlConnection connection, ImageStore store)
{
    // Of the open transaction, and of those that were committed: a rollback takes triggers back.
    private readonly HashSet<string> _looked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _covered = new(StringComparer.Ordinal);

    /// <summary>Sees to it that the tables are covered that a statement changes, and lets their triggers act.</summary>
    internal async Task BeginAsync(string sql, object?[] parameters, CancellationToken cancellation)
    {
        if (_looked.Add(sql))
        {
            if (!ExplainedSql.IsTaken(sql))
            {
                store.LeaveOut($"what the statement '{Short(sql)}' changes, which has no plan to look at");
            }
            else
            {
                foreach (var relation in await ExplainedSql.ChangedTablesAsync(connection, sql, parameters, cancellation))
                    await CoverAsync(relation, cancellation);
            }
        }

        if (_covered.Count > 0)
            await connection.RunAsync(UndoTrigger.Begin(store.Token), cancellation);
    }

    /// <summary>Stops the triggers: what the target itself writes has images without them.</summary>
    internal Task EndAsync(CancellationToken cancellation) =>
        _covered.Count > 0 ? connection.RunAsync(UndoTrigger.End, cancellation) : Task.CompletedTask;

    /// <summary>Tells that the transaction was rolled back.</summary>
    internal void Forget()
    {
        _looked.Clear();
        _covered.Clear();
    }

    private async Task CoverAsync(string relation, CancellationToken cancellation)
    {
        if (_covered.Contains(relation) || IsOwn(relation))
            return;
        if (await store.GetAsync(relation, cancellation) is not { } images)
        {
            store.LeaveOut(NotCovered.NoKey(relation));
            return;
        }

        var trigger = new UndoTrigger(images, store.Token);
        bool isThere, mayMake;
        await using (var find = new NpgsqlCommand(trigger.Find, connection))
        await using (var reader = await find.ExecuteReaderAsync(cancellation))
        {
            await reader.ReadAsync(cancellation);
            (isThere, mayMake) = (reader.GetBoolean(0), reader.GetBoolean(1));
        }

        if (!isThere && !mayMake)
        {
            store.LeaveOut(NotCovered.NoRight(relation));
            return;
        }

        if (!isThere)
            await connection.RunAsync(trigger.Make, cancellation);
        _covered.Add(relation);
    }

    private static bool IsOwn(string relation) =>
        relation.StartsWith("\"pg_temp", StringComparison.Ordinal) || relation.StartsWith("\"dataflux\".", StringComparison.Ordinal);

    private static string Short(string sql) => sql.Trim() is { Length: > 60 } text ? text[..60] + "…" : sql.Trim();
}
