namespace Dataflux.Engine.Targets;

/// <summary>An index of a table that a run writes to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Method">How it is built, such as <c>btree</c> or <c>gin</c>.</param>
/// <param name="IsUnique">Whether its entries are unique.</param>
/// <param name="Bytes">What it takes on disk.</param>
public sealed record IndexOutlook(string Name, string Method, bool IsUnique, long Bytes);
