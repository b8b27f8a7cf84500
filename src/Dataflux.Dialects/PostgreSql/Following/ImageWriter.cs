using Dataflux.Dialects.Lines;
using Dataflux.Dialects.PostgreSql.Reading;

namespace Dataflux.Dialects.PostgreSql.Following;

/// <summary>Writes the columns of a row as the attributes of an image.</summary>
/// <param name="columns">All columns of the row.</param>
/// <param name="constant">What every image has before them, with its typed value; <see langword="null"/>: nothing.</param>
internal sealed class ImageWriter(IReadOnlyList<SourceColumn> columns, (string Name, byte[] Value)? constant)
{
    private readonly byte[] _constant = constant is var (name, value) ? [.. TypedValue.Name(name), .. value, (byte)','] : [];
    private readonly byte[][] _names = [.. columns.Select(static column => TypedValue.Name(column.Name))];

    /// <summary>Writes some columns, between braces.</summary>
    /// <param name="row">The row.</param>
    /// <param name="places">The columns' places.</param>
    /// <param name="line">The line.</param>
    /// <param name="leavesOut">Whether a value that no item can have is left out.</param>
    /// <returns>Why no item can be the row; <see langword="null"/>: one can.</returns>
    internal string? Write(RowFields row, ReadOnlySpan<int> places, LineWriter line, bool leavesOut = false)
    {
        string? refused = null;
        line.Add((byte)'{');
        var begin = line.Length;
        line.Add(_constant);
        foreach (var place in places)
        {
            if (row.IsMissing(place))
                continue;

            var before = line.Length;
            line.Add(_names[place]);
            if (row.IsNull(place))
                line.Add(TypedValue.Null);
            else
                columns[place].Read(row[place], line);

            line.Add((byte)',');
            if (line.Refusal is not { } reason)
                continue;

            line.Refusal = null;
            if (leavesOut)
                line.CutTo(before);
            else
                refused ??= $"{columns[place].Name}: {reason}";
        }

        if (line.Length > begin)
            line.CutTo(line.Length - 1);

        line.Add((byte)'}');
        return refused;
    }
}
