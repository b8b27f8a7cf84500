using System.Data.Common;
using Dataflux.Dialects.Sql.Scripts;
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

    /// <summary>Makes a table where that would commit the transaction; <see langword="null"/>: it does not.</summary>
    internal Func<string, Task<int>>? MakeAsideAsync { get; init; }

    public async IAsyncEnumerable<KeyValuePair<string, byte[]>> ReadAsync(string migration)
    {
        if (!await MayAsync(IsThereAsync()))
            yield break;

        await using var select = connection.CommandFor(_sql.Read, migration);
        await using var reader = await MayAsync(select.ExecuteReaderAsync(cancellation));
        while (await reader.ReadAsync(cancellation))
            yield return new(reader.GetString(0), reader.GetFieldValue<byte[]>(1));
    }

    public Task PutAsync(string migration, string name, ReadOnlyMemory<byte> content) =>
        connection.RunAsync(_sql.Put, cancellation, migration, name, content.ToArray());

    public async Task<bool> ReplaceAsync(string migration, string name, ReadOnlyMemory<byte> content, ReadOnlyMemory<byte> before)
    {
        try
        {
            return await connection.RunAsync(_sql.Replace, cancellation, migration, name, content.ToArray(), before.ToArray()) == 1;
        }
        catch (DbException e) when (flavour.IsMissingTable(e))
        {
            return false;
        }
    }

    public async Task MakeAsync()
    {
        if (!await MayAsync(IsThereAsync()))
            await MayAsync(MakeAsideAsync is { } make ? make(_sql.Make) : connection.RunAsync(_sql.Make, cancellation));
    }

    public async Task DeleteAsync(string migration)
    {
        await MakeAsync();
        await connection.RunAsync(_sql.Delete, cancellation, migration);
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

    private Task<bool> IsThereAsync() => connection.AskAsync<bool>(_sql.IsThere, cancellation);
}
