using System.Globalization;

namespace Dataflux.Dialects.PostgreSql.Reading;

/// <summary>A part of what is read: the rows of a table whose key is in a range, or that lie in a range of its pages.</summary>
/// <param name="Relation">What it is a part of.</param>
/// <param name="Number">Its place, counted from 1; 0: it is the only one.</param>
/// <param name="From">Where it begins, inclusive; <see langword="null"/>: at the first row.</param>
/// <param name="Until">Where it ends, exclusive; <see langword="null"/>: with the last row.</param>
/// <param name="IsOfPages">Whether these are pages, instead of values of the first column of the key.</param>
internal sealed record TablePart(Relation Relation, int Number, string? From, string? Until, bool IsOfPages)
{
    /// <summary>Its name.</summary>
    internal string Name => Number == 0 ? Relation.Name : string.Create(CultureInfo.InvariantCulture, $"{Relation.Name}#{Number}");

    /// <summary>What tells it from a part of other rows.</summary>
    internal string Range =>
        $"{(IsOfPages ? "pages" : string.Join(", ", Relation.Key.Select(static column => column.Name)))} [{From}, {Until})";

    /// <summary>The conditions that its rows fulfil and no others.</summary>
    internal IEnumerable<string> Conditions()
    {
        if (From is not null)
            yield return $"{Sql} >= {Literal(From)}";

        if (Until is not null)
            yield return $"{Sql} < {Literal(Until)}";
    }

    private string Sql => IsOfPages ? "q.ctid" : Relation.Key[0].Sql;

    private string Literal(string bound) => IsOfPages ? $"'({bound},0)'::tid" : Relation.Key[0].Literal(bound);
}
