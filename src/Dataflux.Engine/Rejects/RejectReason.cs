namespace Dataflux.Engine.Rejects;

/// <summary>Rejects that have the same reason.</summary>
/// <param name="Key">Tells reasons that were counted together apart.</param>
/// <param name="Stage">Where they were rejected.</param>
/// <param name="Message">What went wrong; what differs among them stands as <c>…</c>.</param>
/// <param name="Code">The target's code or the exception's type.</param>
/// <param name="Table">The table at fault, where it is known.</param>
/// <param name="Column">The column at fault, where it is known.</param>
/// <param name="Constraint">The constraint at fault, where it is known.</param>
/// <param name="Rejects">How many rejects there are: an item, or a group of items.</param>
/// <param name="Items">How many items.</param>
public sealed record RejectReason(
    [property: System.Text.Json.Serialization.JsonIgnore] string Key, string Stage, string Message, string? Code, string? Table,
    string? Column, string? Constraint, long Rejects, long Items);
