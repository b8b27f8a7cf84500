using Dataflux.Engine.Inspection;
using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>Decides on records and their types by what a catalog declares: a record for each table, its key from there.</summary>
/// <param name="migration">The migration's name.</param>
/// <param name="described">What the catalog says; each table has a key.</param>
/// <param name="examples">A value of each column as YAML, by table and column.</param>
/// <param name="scaffold">Names tables and columns.</param>
internal sealed class CatalogPlanner(
    string migration,
    SourceDescription described,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> examples,
    ITableScaffold scaffold)
{
    private readonly EntityNames _names = new(migration, new KindRule(KindRuleType.None, []), scaffold);

    /// <summary>The plan.</summary>
    internal ProfilePlan Plan() => new()
    {
        Name = migration,
        Entities = [.. described.Tables.Select(EntityOf)],
        Rule = described.TableAttribute is { } attribute
            ? new KindRule(KindRuleType.TypeAttribute, [attribute])
            : new KindRule(KindRuleType.None, []),
        TableAttribute = described.TableAttribute,
        Key = described.Tables.Count == 1 ? described.Tables[0].Key : [],
        Notes = [.. Notes()],
        About = $"{string.Join(", ", described.Tables.Select(static table => table.Name))} at {described.Location}",
    };

    private Entity EntityOf(DescribedTable table)
    {
        var (record, name) = _names.OfTable(table.ShortName, table.Label);
        return new Entity
        {
            Record = record,
            Table = name,
            Columns = new EntityColumns(record, table.Key, isPartial: false, mayGrow: false, scaffold).Of(table, examples[table.Name]),
            Where = described.TableAttribute is { } attribute
                ? new Dictionary<string, string> { [attribute] = table.Label }
                : new Dictionary<string, string>(),
        };
    }

    private IEnumerable<string> Notes()
    {
        var columns = described.Tables.SelectMany(static table => table.Columns);
        if (columns.Any(static column => column.Kind is ColumnKind.Date or ColumnKind.Time))
        {
            yield return "Dates and times that C# has no value for (infinity, years before 1 and after 9999) reject their row; item.String "
                + "reads them as text.";
        }

        foreach (var table in described.Tables.Where(table => table.Key.Count > scaffold.MostKeys))
        {
            yield return $"The key of {table.Name} has {table.Key.Count} columns, more than a key has there: "
                + $"{string.Join(", ", table.Key.Skip(scaffold.MostKeys - 1))} become one text.";
        }
    }
}
