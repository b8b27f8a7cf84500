namespace Dataflux.Engine.Settings;

/// <summary>A table's rows as text.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Key">The columns that identify a row.</param>
/// <param name="Columns">The columns that are compared, in order.</param>
/// <param name="Rows">The rows, in the order of their keys; <see langword="null"/>: the column has no value.</param>
public sealed record TableSnapshot(
    string Table, IReadOnlyList<string> Key, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows)
{
    /// <summary>
    /// Columns that the database fills with a new value each time (a sequence, the time, a random value) and no record has.
    /// </summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>How the texts of <see cref="Columns"/> are meant.</summary>
    public IReadOnlyList<TextForm> Forms { get; init; } = [];

    /// <summary>A row's key for people, such as <c>id = 17</c>.</summary>
    public string KeyOf(IReadOnlyList<string?> row) => string.Join(", ", Key.Select(name => $"{name} = {row[PlaceOf(name)] ?? "null"}"));

    private int PlaceOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i] == column)
                return i;
        }

        throw new ArgumentException($"{Table} has no column {column}", nameof(column));
    }
}
