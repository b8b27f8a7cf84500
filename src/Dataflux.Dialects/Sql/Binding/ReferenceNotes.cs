using Dataflux.Dialects.Sql.Catalog;

namespace Dataflux.Dialects.Sql.Binding;

/// <summary>Says what the foreign keys of the tables mean for an export, whose items come in no order.</summary>
internal static class ReferenceNotes
{
    /// <summary>A line for each foreign key.</summary>
    /// <param name="bindings">The record types with their tables, in the order they are written.</param>
    internal static IEnumerable<string> Of(IReadOnlyList<TableBinding> bindings)
    {
        for (var place = 0; place < bindings.Count; place++)
        {
            foreach (var key in bindings[place].Table.ForeignKeys)
                yield return Of(bindings, place, key);
        }
    }

    private static string Of(IReadOnlyList<TableBinding> bindings, int place, ForeignKey key)
    {
        var record = bindings[place].Mapping.Type.Name;
        var refers = $"{record} refers to {{0}} by ({string.Join(", ", key.Columns)}), constraint {key.Name}";
        if (key.IsToItself)
            return Say(refers, "its own table") + ": items that come before the one they refer to wait on disk until it has come";

        var parent = -1;
        for (var i = 0; i < bindings.Count && parent < 0; i++)
            parent = bindings[i].Table.Schema == key.Schema && bindings[i].Table.Name == key.Table ? i : -1;
        if (parent < 0)
        {
            return Say(refers, $"\"{key.TableText}\"")
                + ", which no record of the profile fills: its rows have to be there, and items without one are rejected";
        }

        var other = bindings[parent].Mapping.Type.Name;
        return Say(refers, other) + (parent < place || key.IsDeferred
            ? $": items that come before their {other} wait on disk until it has come"
            : $", but is written before it: all whose {other} comes with the same batch, or later, wait on disk; declare {other} before "
                + $"{record} in the profile, so that fewer do");
    }

    private static string Say(string refers, string to) => refers.Replace("{0}", to, StringComparison.Ordinal);
}
