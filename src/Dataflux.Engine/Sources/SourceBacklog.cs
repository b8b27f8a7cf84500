namespace Dataflux.Engine.Sources;

/// <summary>What a source keeps on its server for a migration that follows it, such as the WAL of a replication slot.</summary>
/// <param name="Bytes">How much it is.</param>
/// <param name="ReadAt">When the migration read it last; <see langword="null"/>: not yet.</param>
public sealed record SourceBacklog(long Bytes, DateTimeOffset? ReadAt);
