using System.Data.Common;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.Sql.State;

/// <summary>
/// The table in which migrations mark their commits and keep their state (<c>checkpoint: target</c>), during one transaction. Contents are
/// bytes, because the database's encoding need not have every character of a rejected item.
/// </summary>
internal sealed class StateTable(DbConnection connection, ISqlFlavour flavour, CancellationToken cancellation) : ITargetDocuments
{
    private readonly StateTableSql _sql = flavour.State;

    /// <inheritdoc/>
    public async IAsyncEnumerable<KeyValuePair<string, byte[]>> ReadAsync(string migration)
    {
        if (!await MayAsync(IsThereAsync()))
            yield break;

        await using var select = Command(_sql.Read, migration);
        await using var reader = await MayAsync(select.ExecuteReaderAsync(cancellation));
        while (await reader.ReadAsync(cancellation))
            yield return new(reader.GetString(0), reader.GetFieldValue<byte[]>(1));
    }

    /// <inheritdoc/>
    public async Task PutAsync(string migration, string name, ReadOnlyMemory<byte> content)
    {
        await using var put = Command(_sql.Put, migration, name, content.ToArray());
        await put.ExecuteNonQueryAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task<bool> ReplaceAsync(string migration, string name, ReadOnlyMemory<byte> content, ReadOnlyMemory<byte> before)
    {
        await using var replace = Command(_sql.Replace, migration, name, content.ToArray(), before.ToArray());
        try
        {
            return await replace.ExecuteNonQueryAsync(cancellation) == 1;
        }
        catch (DbException e) when (flavour.IsMissingTable(e))
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async Task MakeAsync()
    {
        if (!await MayAsync(IsThereAsync()))
        {
            await using var make = Command(_sql.Make);
            await MayAsync(make.ExecuteNonQueryAsync(cancellation));
        }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string migration)
    {
        await MakeAsync();
        await using var delete = Command(_sql.Delete, migration);
        await delete.ExecuteNonQueryAsync(cancellation);
    }

    // Unlike a full disk, say, some failures are here to stay.
    private async Task<T> MayAsync<T>(Task<T> work)
    {
        try
        {
            return await work;
        }
        catch (DbException e) when (flavour.NoPlaceForState(e) is { } failure)
        {
            throw new TargetException(failure.Message, e) { IsNoPlaceForDocuments = true };
        }
    }

    private async Task<bool> IsThereAsync()
    {
        await using var find = Command(_sql.IsThere);
        return (bool)(await find.ExecuteScalarAsync(cancellation))!;
    }

    private DbCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var value in values)
        {
            var parameter = command.CreateParameter();
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
