namespace Dataflux.Dialects.PostgreSql.Catalog;

/// <summary>A unique index that <c>on conflict</c> can use.</summary>
/// <param name="Columns">Its columns.</param>
/// <param name="NullsAreEqual">Whether it takes two nulls for one value (<c>nulls not distinct</c>, from PostgreSQL 15 on).</param>
internal sealed record UniqueKey(IReadOnlyList<string> Columns, bool NullsAreEqual = false)
{
    /// <summary>Whether it is on exactly these columns, in any order.</summary>
    internal bool IsOn(IReadOnlyList<string> columns) => Columns.Count == columns.Count && Columns.All(columns.Contains);
}
