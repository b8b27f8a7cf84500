namespace Dataflux.Engine.Settings;

/// <summary>A table that is to be made.</summary>
/// <param name="Name">Its name, not quoted.</param>
/// <param name="Columns">Its columns, in order.</param>
public sealed record ScaffoldTable(string Name, IReadOnlyList<ScaffoldColumn> Columns)
{
    /// <summary>The rows of other tables that its rows belong to; that all of them are there is not certain.</summary>
    public IReadOnlyList<ScaffoldReference> References { get; init; } = [];

    /// <summary>The columns of the key.</summary>
    public IReadOnlyList<ScaffoldColumn> Key => [.. Columns.Where(static column => column.IsKey)];
}
