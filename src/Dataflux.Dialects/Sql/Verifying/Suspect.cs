using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>A record whose row may differ.</summary>
/// <param name="Hash">The hash of its key.</param>
/// <param name="Origin">The item it comes from.</param>
/// <param name="Place">Its place among all that are settled.</param>
/// <param name="Row">The record as its database keeps it.</param>
internal readonly record struct Suspect(ulong Hash, ItemOrigin? Origin, int Place, byte[] Row);
