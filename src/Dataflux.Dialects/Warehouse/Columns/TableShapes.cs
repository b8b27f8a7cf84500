using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations.Schema;
using System.Reflection;
using Dataflux.Dialects.Sql.Mapping;
using TargetException = Dataflux.Engine.Ground.TargetException;

namespace Dataflux.Dialects.Warehouse.Columns;

/// <summary>The tables of record types, and how their rows are made.</summary>
internal sealed class TableShapes
{
    private readonly Dictionary<string, (FileTable Table, Type Type)> _tables = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<Type, TableEncoder> _records = new();
    private readonly ConcurrentDictionary<Type, TableEncoder> _keys = new();
    private readonly Lock _gate = new();

    /// <summary>The tables so far, by name.</summary>
    internal IReadOnlyList<FileTable> Tables
    {
        get
        {
            lock (_gate)
                return [.. _tables.Values.Select(static one => one.Table).OrderBy(static table => table.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>The name of a property's column.</summary>
    internal static string NameOf(RecordMember member) => member.ColumnNames[0];

    /// <summary>The table of a record type.</summary>
    /// <exception cref="TargetException">Another type has it, with other columns.</exception>
    internal FileTable TableOf(Type type)
    {
        var mapping = RecordMapping.Of(type);
        var table = new FileTable(mapping.TableText, [.. mapping.Members.Select(ColumnOf)]);
        lock (_gate)
        {
            if (!_tables.TryGetValue(table.Name, out var known))
            {
                _tables.Add(table.Name, (table, type));
                return table;
            }

            return known.Table.Name == table.Name && known.Table.Shape == table.Shape
                ? known.Table
                : throw new TargetException(
                    $"{known.Type.Name} and {type.Name} are both written to the table '{table.Name}', and have other columns; each row of "
                    + "a file has all columns of its table, so give each type a table of its own with [Table]");
        }
    }

    /// <summary>How records of a type become rows.</summary>
    internal TableEncoder OfRecord(Type type) =>
        _records.GetOrAdd(type, static (type, all) => TableEncoder.For(type, all.TableOf(type), keysOnly: false), this);

    /// <summary>How keys to delete by become rows.</summary>
    /// <exception cref="TargetException">No records go into the table, or its key has other columns.</exception>
    internal TableEncoder OfKey(Type type) => _keys.GetOrAdd(type, static (type, all) => all.MakeOfKey(type), this);

    /// <summary>The columns that tell whether records of a type can be in a table.</summary>
    private static FileColumn ColumnOf(RecordMember member)
    {
        var type = member.Property.PropertyType;
        var name = member.Property.GetCustomAttribute<ColumnAttribute>()?.TypeName;
        return new(NameOf(member), ValueTypes.Of(Nullable.GetUnderlyingType(type) ?? type, name), member.IsKey);
    }

    private TableEncoder MakeOfKey(Type type)
    {
        var mapping = RecordMapping.Of(type);
        FileTable? table;
        lock (_gate)
            table = _tables.TryGetValue(mapping.TableText, out var known) ? known.Table : null;

        // A type that only deletes brings what its key has.
        table ??= TableOf(type);
        var own = mapping.Members.Where(static member => member.IsKey).Select(ColumnOf)
            .ToDictionary(static column => column.Name, static column => column.Type);
        foreach (var column in table.Columns.Where(static column => column.IsKey))
        {
            if (!own.TryGetValue(column.Name, out var given) || given != column.Type)
            {
                throw new TargetException(
                    $"{type.Name} deletes rows of '{table.Name}' by the key ({string.Join(", ", table.Key)}), and its own [Key] has no "
                    + $"'{column.Name}' of the type {column.Type}");
            }
        }

        return TableEncoder.For(type, table, keysOnly: true);
    }
}
