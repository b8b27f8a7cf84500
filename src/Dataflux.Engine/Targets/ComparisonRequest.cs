namespace Dataflux.Engine.Targets;

/// <summary>What a comparison is about.</summary>
public sealed record ComparisonRequest
{
    /// <summary>A private folder for what does not fit into memory; its owner deletes it.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether it goes on with what an interrupted comparison has kept in the folder.</summary>
    public bool GoesOn { get; init; }

    /// <summary>The share of keys that are looked at, by their hash, from 0 to 1; <see langword="null"/>: all.</summary>
    public double? Sample { get; init; }

    /// <summary>Only these keys, by their hashes; <see langword="null"/>: all.</summary>
    public IReadOnlySet<ulong>? Keys { get; init; }

    /// <summary>Whether it is enough that rows are there.</summary>
    public bool KeysOnly { get; init; }

    /// <summary>Only these columns; <see langword="null"/>: all that the profile writes.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The tables in which every row should be one of the export's.</summary>
    public IReadOnlyList<string> Owned { get; init; } = [];
}
