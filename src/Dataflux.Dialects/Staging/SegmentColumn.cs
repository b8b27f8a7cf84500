namespace Dataflux.Dialects.Staging;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, as text.</param>
/// <param name="Key">Whether it is part of the key.</param>
internal sealed record SegmentColumn(string Name, string Type, bool Key);
