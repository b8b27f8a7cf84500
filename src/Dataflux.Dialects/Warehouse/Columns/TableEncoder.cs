using Dataflux.Dialects.Sql.Mapping;

namespace Dataflux.Dialects.Warehouse.Columns;

/// <summary>Makes rows of the records of a type, or of the keys of a type.</summary>
internal abstract class TableEncoder
{
    private protected TableEncoder(FileTable table) => Table = table;

    /// <summary>The table that they go into.</summary>
    internal FileTable Table { get; }

    /// <summary>Makes the encoder of a type.</summary>
    /// <param name="type">The type of records, or of keys to delete by.</param>
    /// <param name="table">The table.</param>
    /// <param name="keysOnly">Whether only the key is written, and all else is null.</param>
    internal static TableEncoder For(Type type, FileTable table, bool keysOnly) => (TableEncoder)Activator.CreateInstance(
        typeof(TableEncoder<>).MakeGenericType(type), RecordMapping.Of(type), table, keysOnly)!;

    /// <summary>Adds the row of a record.</summary>
    /// <param name="buffer">Takes it.</param>
    /// <param name="record">The record.</param>
    /// <param name="writtenAt">When it was written, in microseconds since 1970.</param>
    /// <exception cref="Sql.RowValueException">A value cannot be in its column.</exception>
    internal abstract void Encode(RowBuffer buffer, object record, long writtenAt);
}
