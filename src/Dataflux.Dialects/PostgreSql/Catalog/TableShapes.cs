using System.Collections.Immutable;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.Sql.Catalog;
using Dataflux.Engine.Ground;
using Npgsql;
using NpgsqlTypes;

namespace Dataflux.Dialects.PostgreSql.Catalog;

/// <summary>
/// What the tables that records go into looked like when they were bound. Rows are sent in binary form, and by ways that suit some tables
/// only: where a table is changed in mid-run, they might arrive as something else, or not at all.
/// </summary>
internal sealed class TableShapes
{
    private readonly Lock _changing = new();
    private volatile Known _known = Known.None;

    /// <summary>The tables and what they look like.</summary>
    internal Known Current => _known;

    /// <summary>Forgets all tables: they are bound again.</summary>
    internal void Forget() => _known = Known.None;

    /// <summary>Keeps what tables look like; what is known of them already stays.</summary>
    internal async Task AddAsync(NpgsqlConnection connection, IEnumerable<CatalogTable> tables, CancellationToken cancellation)
    {
        var known = _known;
        string[] names = [.. tables.Select(table => Identifier.Quote(table.Schema, table.Name)).Distinct()
            .Where(name => !known.Shapes.ContainsKey(name))];
        if (names.Length == 0)
            return;
        var shapes = await ReadAsync(connection, names, cancellation);
        lock (_changing)
        {
            _known = Known.From(
                shapes.Aggregate(_known.Shapes, (all, shape) => all.ContainsKey(shape.Name) ? all : all.Add(shape.Name, shape)));
        }
    }

    /// <summary>Compares what tables look like now with what they looked like.</summary>
    /// <param name="before">What they looked like.</param>
    /// <param name="hash">The hash of what they look like now.</param>
    /// <param name="connection">Asked only when they differ.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="TargetException">One of them was changed in a way that matters.</exception>
    internal async Task CompareAsync(Known before, string? hash, NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (hash == before.Hash)
            return;
        foreach (var now in await ReadAsync(connection, before.Names, cancellation))
        {
            if (ShapeChange.Between(before.Shapes[now.Name], now) is { } change)
                throw new TargetException(change);
            lock (_changing)
                _known = Known.From(_known.Shapes.SetItem(now.Name, now));
        }
    }

    private static async Task<List<TableShape>> ReadAsync(NpgsqlConnection connection, string[] names, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(ShapeSql.Shapes, connection)
        {
            Parameters = { new() { Value = names, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var shapes = new List<TableShape>();
        while (await reader.ReadAsync(cancellation))
            shapes.Add(new(names[shapes.Count], reader.GetString(0), reader.GetFieldValue<string[]>(1).ToHashSet(StringComparer.Ordinal)));
        return shapes;
    }

    /// <summary>Tables with their shapes at one moment.</summary>
    internal sealed record Known(ImmutableSortedDictionary<string, TableShape> Shapes, string[] Names, string? Hash)
    {
        internal static readonly Known None = From(ImmutableSortedDictionary.Create<string, TableShape>(StringComparer.Ordinal));

        internal static Known From(ImmutableSortedDictionary<string, TableShape> shapes) =>
            new(shapes, [.. shapes.Keys], shapes.IsEmpty ? null : string.Join(' ', shapes.Values.Select(shape => shape.Hash)));
    }
}
