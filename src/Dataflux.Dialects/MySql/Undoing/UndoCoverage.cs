using Dataflux.Dialects.MySql.Merging;
using Dataflux.Dialects.Sql;
using Dataflux.Dialects.Sql.Catalog;
using MySqlConnector;

namespace Dataflux.Dialects.MySql.Undoing;

/// <summary>Says which changes of a run can be undone, and which cannot.</summary>
internal static class UndoCoverage
{
    /// <summary>What is covered, a line for each table, and what is not, a line for each reason.</summary>
    internal static async Task<(IReadOnlyList<string> Covered, IReadOnlyList<string> Uncovered)> OfAsync(
        MySqlConnection connection, MySqlBindings bindings, CancellationToken cancellation)
    {
        var (covered, uncovered) = (new List<string>(), new List<string>());
        foreach (var table in bindings.Tables.DistinctBy(static table => table.NameText).ToList())
        {
            if (bindings.ImageKeyOf(table) is not { } key)
            {
                uncovered.Add($"{NotCovered.Begin}{table.NameText}: it has no unique index without nulls that names its rows");
                continue;
            }

            covered.Add($"undo covers {table.NameText}: its rows are named by ({string.Join(", ", key)})");
            uncovered.AddRange(await BesideAsync(connection, bindings, table, cancellation));
        }

        return (covered, uncovered);
    }

    private static async Task<IEnumerable<string>> BesideAsync(
        MySqlConnection connection, MySqlBindings bindings, CatalogTable table, CancellationToken cancellation)
    {
        var lines = new List<string>();
        if (!table.IsPlain)
            lines.Add($"{NotCovered.Begin}what triggers of {table.NameText} change elsewhere");
        if (bindings.Deletes(table))
        {
            lines.AddRange((await ChildKey.ReadAsync(connection, table.Schema, table.Name, cancellation))
                .Where(static key => key.Action is not null)
                .Select(key => $"{NotCovered.Begin}what deletes in {table.NameText} change in {key.ChildText} (on delete {key.Action})"));
        }

        return lines;
    }
}
