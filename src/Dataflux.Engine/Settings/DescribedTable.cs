namespace Dataflux.Engine.Settings;

/// <summary>A table that can be read, as its catalog describes it.</summary>
public sealed record DescribedTable
{
    /// <summary>Its name, as an option of the source names it.</summary>
    public required string Name { get; init; }

    /// <summary>The name alone, without what it is in.</summary>
    public required string ShortName { get; init; }

    /// <summary>What items say of it in the attribute that tells tables apart.</summary>
    public required string Label { get; init; }

    /// <summary>What it is, for people: table, view.</summary>
    public required string Kind { get; init; }

    /// <summary>Its columns, in order.</summary>
    public required IReadOnlyList<DescribedColumn> Columns { get; init; }

    /// <summary>The columns that tell its rows apart, in order; empty: nothing says it.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>About how many rows it has, as the statistics say; <see langword="null"/>: nobody knows.</summary>
    public long? Rows { get; init; }

    /// <summary>About how many bytes it takes; <see langword="null"/>: nobody knows.</summary>
    public long? Bytes { get; init; }

    /// <summary>Why it cannot be read as it is, with what to do; <see langword="null"/>: it can.</summary>
    public string? Problem { get; init; }

    /// <summary>What to do where it cannot be read without a key, and nothing says one; <see langword="null"/>: it can be.</summary>
    public string? KeyProblem { get; init; }

    /// <summary>What the user should know.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}
