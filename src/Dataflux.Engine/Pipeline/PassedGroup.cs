namespace Dataflux.Engine.Pipeline;

/// <summary>A group that was written.</summary>
internal sealed record PassedGroup<TRow, TRecord>(Batch<TRow, TRecord> Batch, int Group);
