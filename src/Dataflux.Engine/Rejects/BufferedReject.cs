namespace Dataflux.Engine.Rejects;

/// <summary>A line of a <see cref="RejectBuffer"/>.</summary>
/// <param name="Reject">The reject.</param>
/// <param name="Item">The original line when it was at hand.</param>
/// <param name="IsWellFormed">Whether that is JSON.</param>
internal sealed record BufferedReject(Reject Reject, byte[]? Item, bool IsWellFormed);
