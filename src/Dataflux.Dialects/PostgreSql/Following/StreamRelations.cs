using Dataflux.Dialects.PostgreSql.Catalog;
using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Dialects.PostgreSql.Reading;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Ground;
using Npgsql.Replication.PgOutput.Messages;

namespace Dataflux.Dialects.PostgreSql.Following;

/// <summary>The tables of a stream, as it describes them before their first change and when they were altered.</summary>
/// <param name="database">The database.</param>
/// <param name="options">What is followed.</param>
internal sealed class StreamRelations(PostgreSqlDatabase database, SourceOptions options)
{
    private readonly Dictionary<uint, StreamRelation> _followed = [];
    private Dictionary<uint, Relation> _now = [];

    /// <summary>A table that is followed; <see langword="null"/>: others are in the publication, too.</summary>
    internal StreamRelation? Of(uint oid) => _followed.GetValueOrDefault(oid);

    /// <summary>Looks at the tables as they are now.</summary>
    internal async Task<IReadOnlyList<Relation>> LookAsync(CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync(cancellation);
        await connection.RunAsync($"begin isolation level read committed read only; {SourceSql.Settings}", cancellation);
        var relations = await new RelationReader(connection, options).ReadAsync(cancellation);
        await connection.RunAsync("rollback", cancellation);
        _now = relations.ToDictionary(static relation => relation.Oid);
        return relations;
    }

    /// <summary>Takes what the stream says of a table.</summary>
    /// <exception cref="SourceException">Changes of it do not say which row they are of.</exception>
    internal async Task LearnAsync(RelationMessage message, CancellationToken cancellation)
    {
        // A partition that was made since, or a table that was altered.
        var names = message.Columns.Select(static column => column.ColumnName).ToList();
        if (!_now.TryGetValue(message.RelationId, out var now) || !now.Columns.Select(static column => column.Name).SequenceEqual(names))
        {
            await LookAsync(cancellation);
            if (!_now.TryGetValue(message.RelationId, out now))
                return;
        }

        var types = await TypesAsync([.. message.Columns.Select(static column => column.DataTypeId).Distinct()], cancellation);
        var relation = new StreamRelation(
            now,
            [.. message.Columns.Select(column => new SourceColumn(column.ColumnName, types[column.DataTypeId]))],
            [.. message.Columns.Select(static column => column.Flags == RelationMessage.Column.ColumnFlags.PartOfKey)],
            options.ConstantOf(now));
        _followed[message.RelationId] = relation.SaysKey
            ? relation
            : throw new SourceException(
                $"{now.Name}: its changes do not say the key ({string.Join(", ", now.Key.Select(static column => column.Name))}) of the "
                    + "row before: the replica identity was another one then. Give it back, and load again ('dataflux reset --source', "
                    + "then run again)");
    }

    private async Task<Dictionary<uint, PostgreSqlType>> TypesAsync(uint[] oids, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync(cancellation);
        return await CatalogReader.TypesAsync(connection, oids, cancellation);
    }
}
