namespace Dataflux.Engine.Rejects;

/// <summary>A line of the export as it was read.</summary>
/// <param name="Bytes">The line without its line end.</param>
/// <param name="IsWellFormed">Whether it is a well-formed record, and so JSON.</param>
internal readonly record struct OriginalLine(ReadOnlyMemory<byte> Bytes, bool IsWellFormed);
