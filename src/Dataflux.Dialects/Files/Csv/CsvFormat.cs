using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.Files.Csv;

/// <summary>How CSV is written, and what it means.</summary>
internal sealed record CsvFormat
{
    /// <summary>The byte between fields.</summary>
    internal byte Delimiter { get; init; } = (byte)',';

    /// <summary>The names of the columns; empty: the header says them.</summary>
    internal IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Whether the first record names the columns.</summary>
    internal bool HasHeader { get; init; } = true;

    /// <summary>The columns whose texts are numbers.</summary>
    internal IReadOnlyList<string> Numbers { get; init; } = [];

    /// <summary>What a field without characters is.</summary>
    internal EmptyField Empty { get; init; }

    /// <summary>The text without quotes that means NULL; <see langword="null"/>: there is none.</summary>
    internal byte[]? Null { get; init; }

    /// <summary>The columns of a file.</summary>
    /// <param name="header">What its header names; <see langword="null"/>: it has none.</param>
    /// <param name="location">The file, for messages.</param>
    /// <exception cref="SourceException">They do not fit.</exception>
    internal CsvColumn[] ColumnsOf(IReadOnlyList<string>? header, string location)
    {
        if (header is not null && Columns.Count > 0 && header.Count != Columns.Count)
        {
            throw new SourceException(
                $"{location}: has {header.Count} columns ({string.Join(", ", header)}), but 'columns' names {Columns.Count}");
        }

        var names = Columns.Count > 0 ? Columns : header ?? [];
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i].Length == 0)
            {
                throw new SourceException(
                    $"{location}: column {i + 1} has no name; give all columns names with 'columns', and set 'header'");
            }

            if (names.Take(i).Contains(names[i]))
            {
                throw new SourceException(
                    $"{location}: two columns have the name '{names[i]}'; give all columns names with 'columns', and set 'header'");
            }
        }

        var unknown = Numbers.FirstOrDefault(number => !names.Contains(number));
        return unknown is null
            ? [.. names.Select(name => new CsvColumn(name, Numbers.Contains(name)))]
            : throw new SourceException(
                $"{location}: has no column '{unknown}', which 'numbers' names; it has {string.Join(", ", names)}. Is '"
                    + $"{(char)Delimiter}' its 'delimiter'?");
    }
}
