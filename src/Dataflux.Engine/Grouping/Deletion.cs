namespace Dataflux.Engine.Grouping;

/// <summary>A deleted item on its way to the target.</summary>
/// <param name="Keys">The keys of the records to delete; at least one.</param>
/// <param name="Line">The item's line.</param>
internal readonly record struct Deletion(object[] Keys, SourceLine Line);
