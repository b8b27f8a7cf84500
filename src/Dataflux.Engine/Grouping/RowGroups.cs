namespace Dataflux.Engine.Grouping;

/// <summary>The rows of one file (or partition), collected for grouping.</summary>
/// <typeparam name="TRow">The profile's row.</typeparam>
internal abstract class RowGroups<TRow>
{
    /// <summary>Takes a row.</summary>
    internal abstract void Add(TRow row, long line);
}
