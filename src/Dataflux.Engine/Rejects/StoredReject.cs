namespace Dataflux.Engine.Rejects;

/// <summary>A reject as it was found in <c>rejects.ndjson</c>.</summary>
/// <param name="Reject">What is known about it.</param>
/// <param name="Items">The original lines of the export, in the order of its line numbers.</param>
/// <param name="Line">The line itself, with its line end.</param>
public sealed record StoredReject(Reject Reject, IReadOnlyList<ReadOnlyMemory<byte>> Items, ReadOnlyMemory<byte> Line);
