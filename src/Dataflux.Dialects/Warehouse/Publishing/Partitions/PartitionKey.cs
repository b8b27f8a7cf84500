using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Dataflux.Dialects.Warehouse.Columns;
using Dataflux.Dialects.Warehouse.Formats;
using Dataflux.Dialects.Warehouse.Ground;

namespace Dataflux.Dialects.Warehouse.Publishing.Partitions;

/// <summary>What files are divided by: the value of a column, or the year, month, day or hour of a time.</summary>
/// <param name="Column">The column.</param>
/// <param name="Unit"><c>year</c>, <c>month</c>, <c>day</c> or <c>hour</c>; <see langword="null"/>: its value.</param>
internal sealed partial record PartitionKey(string Column, string? Unit)
{
    // As Hive writes it, and all who read its folders know it.
    private const string None = "__HIVE_DEFAULT_PARTITION__";

    /// <summary>The name in paths, in lower case as Athena wants it.</summary>
    internal string Name => (Unit is null ? Column : $"{Column}_{Unit}").ToLowerInvariant();

    /// <summary>Reads a key such as <c>country</c> or <c>day(at)</c>.</summary>
    internal static PartitionKey Parse(string text) => Form().Match(text) is { Success: true } match
        ? new(match.Groups["column"].Value, match.Groups["unit"].Value.ToLowerInvariant())
        : new(text.Trim(), null);

    public override string ToString() => Unit is null ? Column : $"{Unit}({Column})";

    /// <summary>What keeps a column from being one; <see langword="null"/>: nothing.</summary>
    internal string? Refusal(FileTable table)
    {
        var place = table.PlaceOf(Column);
        return place < MetaColumns.Count
            ? $"'partitionBy' names '{this}', and the table '{table.Name}' has no column '{Column}'; it has "
                + string.Join(", ", table.Columns.Select(static column => column.Name))
            : (Unit, table.All[place].Type.Kind) switch
            {
                (null, ValueKind.Text or ValueKind.Int32 or ValueKind.Int64 or ValueKind.Boolean or ValueKind.Date) => null,
                (null, var kind) =>
                    $"'partitionBy' names '{Column}', a column of {kind}; expected a text, a whole number, yes or no, or a date, or the "
                    + $"unit of a time such as day({Column})",
                (not "hour", ValueKind.Date) or (_, ValueKind.Timestamp) => null,
                (_, var kind) => $"'partitionBy' is '{this}', and '{Column}' is a column of {kind}; expected a time",
            };
    }

    /// <summary>The folder of a row.</summary>
    internal string FolderOf(RowGroup rows, int row) => $"{Name}={ValueOf(rows, row)}";

    private string ValueOf(RowGroup rows, int row)
    {
        var column = rows.Table.PlaceOf(Column);
        if (!rows.Has(row, column))
            return None;

        var text = rows.Table.All[column].Type.Kind switch
        {
            ValueKind.Timestamp => Time(rows.Timestamp(row, column)),
            ValueKind.Date => Time(rows.Date(row, column).ToDateTime(default)),
            ValueKind.Boolean => rows.Boolean(row, column) ? "true" : "false",
            ValueKind.Int32 => rows.Int32(row, column).ToString(CultureInfo.InvariantCulture),
            ValueKind.Int64 => rows.Int64(row, column).ToString(CultureInfo.InvariantCulture),
            _ => Uri.EscapeDataString(Encoding.UTF8.GetString(rows.Content(row, column).Span)),
        };
        return text.Length == 0 ? None : text;
    }

    private string Time(DateTime time) => time.ToString(
        Unit switch
        {
            "year" => "yyyy",
            "month" => "yyyy-MM",
            "hour" => "yyyy-MM-dd-HH",
            _ => "yyyy-MM-dd",
        },
        CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^\s*(?<unit>year|month|day|hour)\s*\(\s*(?<column>[^()]+?)\s*\)\s*$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Form();
}
