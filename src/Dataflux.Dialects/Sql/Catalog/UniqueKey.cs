namespace Dataflux.Dialects.Sql.Catalog;

/// <summary>A unique index that a merge can go by.</summary>
/// <param name="Columns">Its columns.</param>
/// <param name="NullsAreEqual">Whether it takes two nulls for one value.</param>
internal sealed record UniqueKey(IReadOnlyList<string> Columns, bool NullsAreEqual = false)
{
    /// <summary>Whether it is on exactly these columns, in any order.</summary>
    internal bool IsOn(IReadOnlyList<string> columns) => Columns.Count == columns.Count && Columns.All(columns.Contains);
}
