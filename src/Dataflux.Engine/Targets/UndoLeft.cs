using System.Text.Json.Serialization;

namespace Dataflux.Engine.Targets;

/// <summary>A row that was not undone; a line of <c>undo.ndjson</c>.</summary>
/// <param name="Table">The table, for people.</param>
/// <param name="Key">What names the row, as text by column.</param>
/// <param name="ChangedSince">Whether others changed it since; otherwise it was refused.</param>
/// <param name="Reason">Why it was refused.</param>
public sealed record UndoLeft(
    string Table, IReadOnlyDictionary<string, string?> Key, bool ChangedSince,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);
