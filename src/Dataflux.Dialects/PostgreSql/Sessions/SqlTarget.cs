using System.Data;
using System.Data.Common;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.PostgreSql.Scripts;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Dialects.Sql.Sessions;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Sessions;

/// <summary>What a profile sees of PostgreSQL during one transaction.</summary>
internal sealed class SqlTarget(SessionConnection connection, BindingCache bindings, CancellationToken cancellation)
    : TransactionTarget(bindings, cancellation)
{
    // A name that nothing has: the statement fails, and its text says in the server's log why it was sent.
    private const string Break = "release savepoint \"dataflux: records could not be sent\"";

    public override async Task<int> WriteAsync<TRecord>(IReadOnlyList<TRecord> batch, Upsert rules)
    {
        ReliesOnTables = true;
        if (Only is not null)
        {
            var (table, _) = await bindings.GetAsync<TRecord>(connection.Npgsql, Cancellation);
            if ((batch = Chosen(batch, table, MergeRules.Of(table, rules).Key)).Count == 0)
                return 0;
        }

        var signature = MergeRules.Signature(rules);
        if (connection.Writer<TRecord>(signature) is not { } writer)
        {
            var (binding, encoder) = await bindings.GetAsync<TRecord>(connection.Npgsql, Cancellation);
            var images = await bindings.ImagesOfAsync(binding, Cancellation);
            writer = connection.AddWriter(signature, binding, encoder, MergeRules.Of(binding, rules), bindings, images);
        }

        var counts = await writer.WriteAsync(batch, connection.Transaction, Cancellation);
        Counts += counts;
        return checked((int)(counts.Inserted + counts.Updated));
    }

    public override async Task<int> DeleteKeysAsync<TKey>(IReadOnlyList<TKey> keys)
    {
        ReliesOnTables = true;
        if (Only is not null)
        {
            var table = await bindings.GetKeyAsync(typeof(TKey), connection.Npgsql, Cancellation);
            if ((keys = Chosen(keys, table, table.Key)).Count == 0)
                return 0;
        }

        if (connection.Deleter<TKey>() is not { } deleter)
        {
            var binding = await bindings.GetKeyAsync(typeof(TKey), connection.Npgsql, Cancellation);
            deleter = connection.AddDeleter<TKey>(binding, new(binding), await bindings.ImagesOfAsync(binding, Cancellation));
        }

        var deleted = await deleter.DeleteAsync(keys, connection.Buffer, connection.Transaction, Cancellation);
        Counts += new WriteCounts(0, 0, Math.Max(0, keys.Count - deleted), deleted);
        return deleted;
    }

    private protected override DbCommand CommandFor(string sql, object?[] parameters) =>
        SqlCommand.Create(connection.Npgsql, sql, parameters);

    private protected override bool EndsTransaction(string sql) => TransactionControl.IsIn(sql);

    private protected override TargetException Refusal() => TransactionControl.Refusal();

    private protected override async Task<T> AroundAsync<T>(string sql, object?[] parameters, Func<Task<T>> work)
    {
        if (connection.SqlImages is not { } images)
            return await work();
        await images.BeginAsync(sql, parameters, Cancellation);
        var result = await work();
        await images.EndAsync(Cancellation);
        return result;
    }

    // A record that cannot be sent (its text has a NUL, a property throws) fails before the server hears of it. The transaction has to be
    // broken by that as by any other failure: otherwise a profile that swallows it would have its batch counted as written.
    private protected override async Task FailedAsync(Exception failure)
    {
        if (!Noted(failure) || failure is PostgresException || connection.Npgsql.FullState != ConnectionState.Open)
            return;
        try
        {
            await connection.Npgsql.RunAsync(Break, CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // As it was to be, or the connection is gone.
        }
    }

    // What fails only because the transaction is broken says nothing; the call that broke it does. The profile may have gone back to a
    // savepoint since the one before.
    private protected override bool Noted(Exception failure)
    {
        if (failure is not PostgresException { SqlState: PostgresErrorCodes.InFailedSqlTransaction })
            Failure = failure;
        return Failure == failure;
    }
}
