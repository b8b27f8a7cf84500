using Dataflux.Dialects.Sql.Catalog;
using Dataflux.Dialects.Sql.Mapping;

namespace Dataflux.Dialects.Sql.Binding;

/// <summary>A record type with the table it fills.</summary>
internal sealed record TableBinding(ISqlFlavour Flavour, RecordMapping Mapping, CatalogTable Table, IReadOnlyList<BoundColumn> Columns)
{
    /// <summary>
    /// Whether rows of new keys may be loaded straight into the table: that does the same to it as INSERT, and it was empty
    /// before the first batch, so that a key no batch had yet is most likely not there.
    /// </summary>
    internal bool TakesNewRows { get; init; }

    /// <summary>What SQL calls the table; <see langword="null"/>: by its bare name.</summary>
    internal string? Alias { get; init; }

    /// <summary>Whether the table takes the same bytes as its staging table.</summary>
    internal bool IsCopied => Table.IsPlain && Columns.All(c => !c.Encoding.IsCast);

    /// <summary>The columns of <c>[Key]</c>.</summary>
    internal IReadOnlyList<string> Key => [.. Columns.Where(c => c.Member.IsKey).Select(c => c.Name)];

    /// <summary>Whether records whose keys differ may be one row, so that only the server can tell.</summary>
    /// <param name="key">The key's columns.</param>
    internal bool IsLoose(IReadOnlyList<string> key) => key.Any(name => Column(name)!.IsLoose);

    /// <summary>The table with a key's columns alone, in the order of their names.</summary>
    internal TableBinding KeyOnly(IReadOnlyList<string> key) =>
        this with { Columns = [.. key.Order(StringComparer.Ordinal).Select(name => Column(name)!)] };

    internal BoundColumn? Column(string name) => Columns.FirstOrDefault(c => c.Name == name);
}
