using Dataflux.Dialects.Warehouse.Columns;
using Dataflux.Dialects.Warehouse.Ground;
using Dataflux.Dialects.Warehouse.Options;
using Dataflux.Dialects.Warehouse.Readers;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.Warehouse;

/// <summary>What keeps a table from being in files.</summary>
internal static class TableCheck
{
    /// <summary>Finds it; nothing where all is well.</summary>
    internal static IEnumerable<TargetFinding> Find(Type type, FileTable table, FilesOptions options)
    {
        foreach (var column in table.Columns)
        {
            if (column.Name is MetaColumns.Operation or MetaColumns.WrittenAt or MetaColumns.Sequence)
            {
                yield return new(
                    type, column.Name, $"{type.Name}: each row has a column '{column.Name}' of its own; name this one otherwise");
            }

            if (column.Type is { Kind: ValueKind.Decimal } number
                && (number.Precision is < 1 or > FileType.MostDigits || number.Scale > number.Precision))
            {
                yield return new(
                    type, column.Name, $"{type.Name}: '{column.Name}' is {number}; a decimal number has 1 to {FileType.MostDigits} digits");
            }
        }

        foreach (var same in table.Columns.GroupBy(static column => column.Name, StringComparer.OrdinalIgnoreCase)
            .Where(static same => same.Count() > 1))
        {
            yield return new(
                type, same.Key,
                $"{type.Name}: {string.Join(" and ", same.Select(static column => $"'{column.Name}'"))} are one name where case does not "
                    + "count, as in all warehouses");
        }

        if (!table.Key.Any())
        {
            yield return new(
                type, null, $"{type.Name} has no [Key], by which the last state of a record is found; say which property is one");
        }

        foreach (var refusal in Reader.Of(options.For).SelectMany(reader => reader.Refusals(table, options)))
            yield return new(type, refusal.Column, $"{type.Name}: {refusal.Message}");

        foreach (var refusal in options.PartitionBy.Select(key => key.Refusal(table)).OfType<string>())
            yield return new(type, null, $"{type.Name}: {refusal}");
    }
}
