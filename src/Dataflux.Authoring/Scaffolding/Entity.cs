using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>A kind of items and the table it is written to.</summary>
internal sealed record Entity
{
    /// <summary>The record's type.</summary>
    internal required string Record { get; init; }

    /// <summary>The table, not quoted.</summary>
    internal required string Table { get; init; }

    /// <summary>The columns, those of the key first.</summary>
    internal required IReadOnlyList<EntityColumn> Columns { get; init; }

    /// <summary>What the kind was called when it was found, for comments; empty for the only kind.</summary>
    internal string Title { get; init; } = "";

    /// <summary>How many items were seen.</summary>
    internal long Items { get; init; }

    /// <summary>The kind's place in the rule that tells kinds apart, see <see cref="Engine.Inspection.KindInspection.Where"/>.</summary>
    internal IReadOnlyDictionary<string, string> Where { get; init; } = new Dictionary<string, string>();

    /// <summary>The attribute that all items of the kind have and no others; <see langword="null"/>: there is none.</summary>
    internal string? Sign { get; init; }

    /// <summary>Whether it takes the items that belong to no other kind.</summary>
    internal bool TakesOthers { get; init; }

    /// <summary>Whether it keeps items as they are, in one column.</summary>
    internal bool IsOfDocuments { get; init; }

    /// <summary>Attributes that have no column, because they are the same in all of its items, with an example as YAML.</summary>
    internal IReadOnlyList<(string Attribute, string Example)> Constants { get; init; } = [];

    /// <summary>The rows of other tables that its rows belong to.</summary>
    internal IReadOnlyList<ScaffoldReference> References { get; init; } = [];

    /// <summary>The columns of the key.</summary>
    internal IEnumerable<EntityColumn> Key => Columns.Where(static column => column.IsKey);

    /// <summary>What a record's key is made of, from the key of a deleted item.</summary>
    internal string KeyArguments => string.Join(", ", Key.Select(static column => column.ReadOfKey));

    /// <summary>The table, for the kind of target that makes it.</summary>
    internal ScaffoldTable ToTable() =>
        new(Table, [.. Columns.Select(static it => new ScaffoldColumn(it.Column, it.Type.Kind, it.IsKey, it.IsNullable))])
        {
            References = References,
        };

    /// <summary>Whether what has no column is kept as a document.</summary>
    internal bool HasRest => Columns.Any(static column => column.Type.Uses == ScriptFunction.RestOf);
}
