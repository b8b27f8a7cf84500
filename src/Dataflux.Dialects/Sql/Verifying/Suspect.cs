using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>A record whose row may differ.</summary>
/// <param name="Hash">The hash of its key.</param>
/// <param name="Origin">The item it comes from.</param>
/// <param name="Row">The record as a row of a staging table with number and place.</param>
internal readonly record struct Suspect(ulong Hash, ItemOrigin? Origin, byte[] Row);
