using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.PostgreSql.Scripts;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Dialects.PostgreSql;

/// <summary>What a profile sees of the target during one transaction; refuses to work after it.</summary>
internal sealed class SqlTarget(SessionConnection connection, BindingCache bindings, CancellationToken cancellation) : ISqlTarget
{
    private bool _closed;

    /// <summary>What the transaction has changed so far through <c>Upsert</c>.</summary>
    internal WriteCounts Counts { get; private set; }

    /// <summary>Ends the profile's use of the transaction.</summary>
    internal void Close() => _closed = true;

    /// <inheritdoc/>
    public Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch)
        where TRecord : notnull => UpsertAsync(batch, new Upsert());

    /// <inheritdoc/>
    public Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch, Action<Upsert> merge)
        where TRecord : notnull => UpsertAsync(batch, MergeRules.Given(merge));

    /// <inheritdoc/>
    public async Task<int> Delete<TKey>(IReadOnlyList<TKey> keys)
        where TKey : notnull
    {
        RefuseWhenClosed();
        if (keys.Count == 0)
            return 0;
        if (IsOfOneType(keys))
            return await DeleteKeysAsync(keys);

        var deleted = 0;
        foreach (var typed in TypedRecords.Split(keys, bindings).Reverse())
            deleted += await typed.DeleteAsync(this);
        return deleted;
    }

    /// <inheritdoc/>
    public async Task<int> Execute(string sql, params object?[] parameters)
    {
        RefuseWhenClosed();
        await using var command = SqlCommand.Create(connection.Npgsql, sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<T>> Query<T>(string sql, params object?[] parameters)
    {
        RefuseWhenClosed();
        await using var command = SqlCommand.Create(connection.Npgsql, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var read = RowReader.For<T>(reader);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>Writes records that are exactly of this type.</summary>
    internal async Task<int> WriteAsync<TRecord>(IReadOnlyList<TRecord> batch, Upsert rules)
    {
        var signature = MergeRules.Signature(rules);
        if (connection.Writer<TRecord>(signature) is not { } writer)
        {
            var (binding, encoder) = await bindings.GetAsync<TRecord>(connection.Npgsql, cancellation);
            writer = connection.AddWriter(signature, binding, encoder, MergeRules.Of(binding, rules));
        }

        var counts = await writer.WriteAsync(batch, connection.Buffer, connection.Transaction, cancellation);
        Counts += counts;
        return checked((int)(counts.Inserted + counts.Updated));
    }

    /// <summary>Deletes by keys that are exactly of this type.</summary>
    internal async Task<int> DeleteKeysAsync<TKey>(IReadOnlyList<TKey> keys)
    {
        if (connection.Deleter<TKey>() is not { } deleter)
        {
            var binding = await bindings.GetKeyAsync(typeof(TKey), connection.Npgsql, cancellation);
            deleter = connection.AddDeleter<TKey>(binding, new(binding));
        }

        var deleted = await deleter.DeleteAsync(keys, connection.Buffer, connection.Transaction, cancellation);
        Counts += new WriteCounts(0, 0, Math.Max(0, keys.Count - deleted), deleted);
        return deleted;
    }

    private async Task<int> UpsertAsync<TRecord>(IReadOnlyList<TRecord> batch, Upsert rules)
        where TRecord : notnull
    {
        RefuseWhenClosed();
        if (batch.Count == 0)
            return 0;
        if (IsOfOneType(batch))
            return await WriteAsync(batch, rules);

        var written = 0;
        foreach (var records in TypedRecords.Split(batch, bindings))
            written += await records.WriteAsync(this, rules);
        return written;
    }

    private static bool IsOfOneType<TRecord>(IReadOnlyList<TRecord> batch)
        where TRecord : notnull
    {
        if (typeof(TRecord).IsSealed)
            return true;
        for (var i = 0; i < batch.Count; i++)
        {
            if (batch[i].GetType() != typeof(TRecord))
                return false;
        }

        return true;
    }

    private void RefuseWhenClosed()
    {
        if (_closed)
            throw new InvalidOperationException("the target was used after its transaction ended; await every call before upsert returns");
    }
}
