using System.Text.Json.Serialization;

namespace Dataflux.Engine.Targets;

/// <summary>A row that is not what a run would leave; a line of <c>differences.ndjson</c>.</summary>
public sealed record Difference
{
    /// <summary>In which way.</summary>
    public required DifferenceKind Kind { get; init; }

    /// <summary>The table, for people.</summary>
    public required string Table { get; init; }

    /// <summary>What identifies the row, as text by column.</summary>
    public required IReadOnlyDictionary<string, string?> Key { get; init; }

    /// <summary>The columns that differ; none where the whole row is the difference.</summary>
    public IReadOnlyList<ColumnDifference> Columns { get; init; } = [];

    /// <summary>The part of the row's last item; <see langword="null"/>: there is no item.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonPropertyName("file")]
    public string? Part { get; init; }

    /// <summary>Its line.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Line { get; init; }

    /// <summary>What it probably comes from, where no column says it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cause { get; init; }

    /// <summary>The hash of the key, the same at every time; 0: no record has it.</summary>
    public ulong Hash { get; init; }
}
