using System.Data;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.PostgreSql.Scripts;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Sessions;

/// <summary>What a profile sees of the target during one transaction; refuses to work after it.</summary>
internal sealed class SqlTarget(SessionConnection connection, BindingCache bindings, CancellationToken cancellation)
    : SqlTargetBase(bindings)
{
    // A name that nothing has: the statement fails, and its text says in the server's log why it was sent.
    private const string Break = "release savepoint \"dataflux: records could not be sent\"";

    private bool _closed;
    private bool _refused;

    /// <summary>The only rows that are written; <see langword="null"/>: all.</summary>
    internal ChosenRows? Only { get; init; }

    /// <summary>Whether the transaction relies on what tables looked like when they were bound.</summary>
    internal bool ReliesOnTables { get; private set; }

    /// <summary>The last call that failed, if one did; the profile may have swallowed that, or gone back to a savepoint.</summary>
    internal Exception? Failure { get; private set; }

    /// <summary>Ends the profile's use of the transaction.</summary>
    internal void Close() => _closed = true;

    /// <summary>Says again what the profile was told when it wanted to end the transaction, in case that was swallowed.</summary>
    /// <exception cref="Engine.Ground.TargetException">It wanted to.</exception>
    internal void ThrowIfItRefused()
    {
        if (_refused)
            throw TransactionControl.Refusal();
    }

    public override async Task<int> Execute(string sql, params object?[] parameters)
    {
        RefuseWhenClosed();
        RefuseControl(sql);
        bindings.RanSql = true;
        await using var command = SqlCommand.Create(connection.Npgsql, sql, parameters);
        try
        {
            return await WithImagesAsync(sql, parameters, () => command.ExecuteNonQueryAsync(cancellation));
        }
        catch (Exception e) when (Noted(e))
        {
            throw;
        }
    }

    public override async Task<IReadOnlyList<T>> Query<T>(string sql, params object?[] parameters)
    {
        RefuseWhenClosed();
        RefuseControl(sql);
        bindings.RanSql = true;
        await using var command = SqlCommand.Create(connection.Npgsql, sql, parameters);
        try
        {
            return await WithImagesAsync(sql, parameters, () => RowReader.ReadAsync<T>(command, cancellation));
        }
        catch (Exception e) when (Noted(e))
        {
            throw;
        }
    }

    public override async Task<int> WriteAsync<TRecord>(IReadOnlyList<TRecord> batch, Upsert rules)
    {
        ReliesOnTables = true;
        if (Only is not null)
        {
            var (table, _) = await bindings.GetAsync<TRecord>(connection.Npgsql, cancellation);
            if ((batch = Chosen(batch, Only.Of(batch, table, MergeRules.Of(table, rules).Key))).Count == 0)
                return 0;
        }

        var signature = MergeRules.Signature(rules);
        if (connection.Writer<TRecord>(signature) is not { } writer)
        {
            var (binding, encoder) = await bindings.GetAsync<TRecord>(connection.Npgsql, cancellation);
            var images = await bindings.ImagesOfAsync(binding, cancellation);
            writer = connection.AddWriter(signature, binding, encoder, MergeRules.Of(binding, rules), bindings, images);
        }

        var counts = await writer.WriteAsync(batch, connection.Transaction, cancellation);
        Counts += counts;
        return checked((int)(counts.Inserted + counts.Updated));
    }

    public override async Task<int> DeleteKeysAsync<TKey>(IReadOnlyList<TKey> keys)
    {
        ReliesOnTables = true;
        if (Only is not null)
        {
            var table = await bindings.GetKeyAsync(typeof(TKey), connection.Npgsql, cancellation);
            if ((keys = Chosen(keys, Only.Of(keys, table, table.Key))).Count == 0)
                return 0;
        }

        if (connection.Deleter<TKey>() is not { } deleter)
        {
            var binding = await bindings.GetKeyAsync(typeof(TKey), connection.Npgsql, cancellation);
            deleter = connection.AddDeleter<TKey>(binding, new(binding), await bindings.ImagesOfAsync(binding, cancellation));
        }

        var deleted = await deleter.DeleteAsync(keys, connection.Buffer, connection.Transaction, cancellation);
        Counts += new WriteCounts(0, 0, Math.Max(0, keys.Count - deleted), deleted);
        return deleted;
    }

    private async Task<T> WithImagesAsync<T>(string sql, object?[] parameters, Func<Task<T>> work)
    {
        if (connection.SqlImages is not { } images)
            return await work();
        await images.BeginAsync(sql, parameters, cancellation);
        var result = await work();
        await images.EndAsync(cancellation);
        return result;
    }

    // The others were found equal a moment ago.
    private List<T> Chosen<T>(IReadOnlyList<T> batch, List<T> chosen)
    {
        Counts += new WriteCounts(0, 0, batch.Count - chosen.Count);
        return chosen;
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

    // What fails only because the transaction is broken says nothing; the call that broke it does.
    private bool Noted(Exception failure)
    {
        if (failure is not PostgresException { SqlState: PostgresErrorCodes.InFailedSqlTransaction })
            Failure = failure;
        return Failure == failure;
    }

    private void RefuseControl(string sql)
    {
        if (!TransactionControl.IsIn(sql))
            return;
        _refused = true;
        throw TransactionControl.Refusal();
    }

    private protected override void RefuseWhenClosed()
    {
        if (_closed)
            throw new InvalidOperationException("the target was used after its transaction ended; await every call before upsert returns");
    }
}
