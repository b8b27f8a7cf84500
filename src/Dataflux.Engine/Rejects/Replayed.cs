using Dataflux.Engine.State;

namespace Dataflux.Engine.Rejects;

/// <summary>A completed migration whose rejects are replayed: only worth it where the target still has what was not rejected.</summary>
/// <param name="Checkpoint">How it ended.</param>
/// <param name="IsTrusted">Whether its rows count as there, whatever the target says.</param>
internal sealed record Replayed(Checkpoint Checkpoint, bool IsTrusted);
