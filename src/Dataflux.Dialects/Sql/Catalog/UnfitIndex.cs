namespace Dataflux.Dialects.Sql.Catalog;

/// <summary>A unique index or exclusion constraint that a merge cannot go by.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">The columns it is on, those in its expressions included.</param>
/// <param name="Reason">What it is that keeps it from being used, after "it is".</param>
internal sealed record UnfitIndex(string Name, IReadOnlyList<string> Columns, string Reason)
{
    /// <summary>Whether it looks as if it were the unique index on these columns.</summary>
    internal bool LooksLike(IReadOnlyList<string> columns) => columns.All(Columns.Contains);
}
