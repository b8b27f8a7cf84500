namespace Dataflux.Engine.Targets;

/// <summary>What a run will meet at a table that it writes to.</summary>
/// <param name="Table">The table, for people.</param>
public sealed record TableOutlook(string Table)
{
    /// <summary>Its rows, as the server's statistics have it; <see langword="null"/>: it has none yet.</summary>
    public long? Rows { get; init; }

    /// <summary>What it takes on disk, indexes included, in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>Its indexes, each of which every inserted row goes into.</summary>
    public IReadOnlyList<IndexOutlook> Indexes { get; init; } = [];

    /// <summary>Its triggers, with when they are called.</summary>
    public IReadOnlyList<string> Triggers { get; init; } = [];

    /// <summary>Its foreign keys to others, and those of others to it.</summary>
    public IReadOnlyList<string> ForeignKeys { get; init; } = [];

    /// <summary>Its rules that rewrite what is written to it.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>Its policies of row security, where they are in force.</summary>
    public IReadOnlyList<string> Policies { get; init; } = [];

    /// <summary>Whether it has a primary key or another unique index, so that its rows can be told apart.</summary>
    public bool HasKey => Indexes.Any(static index => index.IsUnique);
}
