using System.Globalization;
using Dataflux.Definitions;
using Dataflux.Engine.Inspection;
using Dataflux.Engine.Settings;
using Dataflux.Profiles;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>Makes the columns of one table: valid names, none twice, the key first.</summary>
/// <param name="record">The record's type, whose name no property may have.</param>
/// <param name="key">The attributes of the key; empty when none are known.</param>
/// <param name="isPartial">Whether there may be items that were not looked at.</param>
/// <param name="mayGrow">Whether later exports will bring more items.</param>
/// <param name="scaffold">Names columns.</param>
internal sealed class EntityColumns(string record, IReadOnlyList<string> key, bool isPartial, bool mayGrow, ITableScaffold scaffold)
{
    // Beyond, names are data: as many columns help nobody.
    private const int Most = 200;
    private const string AnyName = "*";

    private static readonly ColumnType Hash = new(
        "string", ColumnKind.Text, "Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(item.ToJson().Utf8.Span))", "");

    private static readonly ColumnType Whole = new("Json", ColumnKind.Document, "item.ToJson()", "");

    private readonly List<(string Attribute, string Example)> _constants = [];
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<EntityColumn> _columns = [];
    private readonly Dictionary<string, string> _examples = new(StringComparer.Ordinal);

    /// <summary>The parts of the key's attributes that are composed, see <see cref="ComposedKey"/>.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<KeyPart>> Composed { get; set; } =
        new Dictionary<string, IReadOnlyList<KeyPart>>(StringComparer.Ordinal);

    /// <summary>Attributes of the key that need no column.</summary>
    internal IReadOnlyList<(string Attribute, string Example)> Constants => _constants;

    /// <summary>The columns for a kind, or several that nothing tells apart.</summary>
    internal IReadOnlyList<EntityColumn> Of(IReadOnlyList<KindInspection> kinds)
    {
        ReadExamples(kinds);
        var attributes = ByName(kinds);
        AddKey(attributes);
        if (attributes.Count > Most || attributes.Contains(AnyName))
        {
            Add("", "Item", Whole, isKey: false, isNullable: false);
            return _columns;
        }

        foreach (var attribute in attributes.Where(attribute => !key.Contains(attribute.Key, StringComparer.Ordinal)))
        {
            var types = attribute.Select(found => ColumnChoice.Of(found, isKey: false, isPartial)).Distinct().ToList();
            var type = types.Count == 1 ? types[0] : ColumnType.Document;
            var isAlways = attribute.Count() == kinds.Count
                && attribute.All(static found => found.Present == found.Of && !found.Types.ContainsKey(AttributeType.NULL));
            Add(attribute.Key, attribute.Key, type, isKey: false, isPartial || mayGrow || !isAlways || type.Required is null);
        }

        if (isPartial || mayGrow)
        {
            var rest = new ColumnType("Json", ColumnKind.Document, null, $"restOf(item, Columns.{record})")
            {
                Uses = ScriptFunction.RestOf,
            };
            Add("", "Rest", rest, isKey: false, isNullable: true);
        }

        return _columns;
    }

    /// <summary>The columns for items of unknown kinds: their key and all of the item.</summary>
    internal IReadOnlyList<EntityColumn> OfOthers(IReadOnlyList<KindInspection> kinds)
    {
        AddKey(ByName(kinds));
        Add("", "Item", Whole, isKey: false, isNullable: false);
        return _columns;
    }

    /// <summary>The columns for a table that declares them, under the names that they have there.</summary>
    /// <param name="table">The table.</param>
    /// <param name="examples">A value of each as YAML.</param>
    internal IReadOnlyList<EntityColumn> Of(DescribedTable table, IReadOnlyDictionary<string, string> examples)
    {
        foreach (var (name, example) in examples)
            _examples[name] = example;

        var isWhole = key.Count <= scaffold.MostKeys;
        foreach (var name in isWhole ? key : [.. key.Take(scaffold.MostKeys - 1)])
            AddDeclared(table.Columns.First(column => column.Name == name), isKey: true);

        if (!isWhole)
        {
            var rest = key.Skip(scaffold.MostKeys - 1).ToList();
            var names = string.Join(", ", rest.Select(CSharpNames.Literal));
            var joined = ColumnType.Text with { Required = $"keyOf(item, {names})", RequiredUses = ScriptFunction.KeyOf };
            Add("", string.Join('_', rest), joined, isKey: true, isNullable: false);
        }

        foreach (var column in table.Columns.Where(column => _columns.TrueForAll(known => known.Attribute != column.Name)))
            AddDeclared(column, isKey: false);

        return _columns;
    }

    private void AddDeclared(DescribedColumn column, bool isKey) => Add(
        column.Name, column.Name, ColumnChoice.Of(column), isKey, column.IsNullable && !isKey, IsPlain(column.Name) ? column.Name : null);

    private static bool IsPlain(string name) =>
        !char.IsAsciiDigit(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private void ReadExamples(IReadOnlyList<KindInspection> kinds)
    {
        foreach (var attributes in kinds.Select(static kind => kind.Attributes))
        {
            foreach (var attribute in attributes.Where(static attribute => attribute.Name is not null))
            {
                var elements = attributes.FirstOrDefault(other => other.Path == attribute.Path + "[]");
                _examples.TryAdd(attribute.Name!, ExampleValue.Of(attribute, elements));
            }
        }
    }

    private static ILookup<string, AttributeInspection> ByName(IReadOnlyList<KindInspection> kinds) => kinds
        .SelectMany(static kind => kind.Attributes)
        .Where(static attribute => attribute.Name is not null)
        .ToLookup(static attribute => attribute.Name!);

    private void AddKey(ILookup<string, AttributeInspection> attributes)
    {
        if (key.Count == 0)
            Add("", "ItemHash", Hash, isKey: true, isNullable: false);

        foreach (var name in key)
        {
            if (Composed.TryGetValue(name, out var parts))
            {
                AddParts(name, parts, attributes);
                continue;
            }

            var types = attributes[name].Select(found => ColumnChoice.Of(found, isKey: true, isPartial)).Distinct().ToList();
            var type = types switch { [] => ColumnType.Text, [{ Required: not null } only] => only, _ => KeyOf(attributes[name]) };
            Add(name, name, type, isKey: true, isNullable: false);
        }
    }

    private void AddParts(string attribute, IReadOnlyList<KeyPart> parts, ILookup<string, AttributeInspection> attributes)
    {
        if (parts.Count == 0)
            _constants.Add((attribute, _examples[attribute]));

        foreach (var part in parts)
        {
            // An attribute may have the same name, and another value.
            var name = $"{part.Of} id";
            var isTaken = attributes.Any(other => NameWords.Of(other.Key).SequenceEqual(NameWords.Of(name), StringComparer.Ordinal))
                || _columns.Exists(column => column.IdOf == part.Of);
            Add(attribute, isTaken ? $"{attribute} {name}" : name, part.Type, isKey: true, isNullable: false);
            var example = attributes[attribute].First().Examples[0];
            _columns[^1] = _columns[^1] with { IdOf = part.Of, Expected = YamlWriter.Scalar(part.In(example)) };
        }
    }

    /// <summary>The widest type of a key: DynamoDB has texts, numbers and binaries.</summary>
    private static ColumnType KeyOf(IEnumerable<AttributeInspection> found) =>
        found.First() switch { { Numbers: not null } => ColumnType.Number, { Texts: not null } => ColumnType.Text, _ => ColumnType.Bytes };

    private void Add(string attribute, string name, ColumnType type, bool isKey, bool isNullable, string? declared = null)
    {
        var number = string.Create(CultureInfo.InvariantCulture, $"Attribute{_columns.Count + 1}");
        var property = CSharpNames.Pascal(name, number);
        var words = NameWords.Of(name);
        var column = declared ?? (words.Count == 0 ? scaffold.ColumnOf(number) : string.Join('_', words));
        if (char.IsDigit(column[0]))
            column = "_" + column;

        // "value" is what is left to say of an attribute that is called like the table, or like a column that each table has.
        if (!CSharpNames.IsProperty(property, record) || scaffold.IsTaken(column))
            (property, column) = (property + "Value", scaffold.IsTaken(column) ? column + "_value" : column);

        var (free, fitting) = (property, scaffold.Fit(column));
        for (var i = 2; _taken.Contains(free) || _taken.Contains(fitting); i++)
        {
            var ending = i.ToString(CultureInfo.InvariantCulture);
            (free, fitting) = (property + ending, scaffold.Fit(column, ending));
        }

        _taken.UnionWith([free, fitting]);
        _columns.Add(new EntityColumn(attribute, free, fitting, type, isKey, isNullable)
        {
            Example = _examples.GetValueOrDefault(attribute),
        });
    }
}
