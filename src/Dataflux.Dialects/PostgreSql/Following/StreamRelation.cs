using Dataflux.Dialects.PostgreSql.Reading;

namespace Dataflux.Dialects.PostgreSql.Following;

/// <summary>A table as the stream sends its rows from some place on, and as it is now.</summary>
internal sealed class StreamRelation
{
    private readonly int[] _sent;

    /// <param name="now">The table as it is.</param>
    /// <param name="columns">The columns in the stream.</param>
    /// <param name="identifies">Which of them the server says of a row before a change.</param>
    /// <param name="constant">What every image has.</param>
    internal StreamRelation(
        Relation now, IReadOnlyList<SourceColumn> columns, IReadOnlyList<bool> identifies, (string Name, byte[] Value)? constant)
    {
        (Now, Identifies) = (now, identifies);
        Image = new(columns, constant);
        Current = new(now.Columns, constant);
        CurrentPlaces = [.. Enumerable.Range(0, now.Columns.Count)];
        _sent = [.. Enumerable.Range(0, columns.Count).Where(i => columns[i].Sent == columns[i].Sql)];
        Key = [.. now.Key.Select(column => columns.ToList().FindIndex(one => one.Name == column.Name))];

        // Columns that are computed are not sent, and values of some types not as items have them.
        IsWhole = _sent.Length == columns.Count && now.Columns.All(column => columns.Any(one => one.Name == column.Name));
    }

    internal Relation Now { get; }

    /// <summary>Which columns the server says of a row before a change.</summary>
    internal IReadOnlyList<bool> Identifies { get; }

    /// <summary>Writes rows as the stream has them.</summary>
    internal ImageWriter Image { get; }

    /// <summary>Writes rows as the table has them now.</summary>
    internal ImageWriter Current { get; }

    /// <summary>All columns that the table has now.</summary>
    internal int[] CurrentPlaces { get; }

    /// <summary>The columns whose values are sent as items have them.</summary>
    internal ReadOnlySpan<int> Sent => _sent;

    /// <summary>The places of the key in the stream; -1: a column of it is not there.</summary>
    internal int[] Key { get; }

    /// <summary>Whether a row of the stream is all of a row.</summary>
    internal bool IsWhole { get; }

    /// <summary>Whether each change says the key of the row before it.</summary>
    internal bool SaysKey => Array.TrueForAll(Key, place => place >= 0 && Identifies[place]);

    /// <summary>Whether a row lacks what an item needs.</summary>
    internal bool Lacks(RowFields row) => !IsWhole || Array.Exists(_sent, row.IsMissing);
}
