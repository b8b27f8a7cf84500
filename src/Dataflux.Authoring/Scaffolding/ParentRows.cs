using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>
/// Finds the rows that rows belong to, by the ids in their keys: an order of a user, whose key has both ids, belongs to the user.
/// </summary>
internal static class ParentRows
{
    /// <summary>The entities, each with what its rows belong to.</summary>
    internal static List<Entity> Referred(List<Entity> entities) =>
        entities.ConvertAll(
            child => child with { References = [.. ParentsOf(child, entities).Select(parent => Reference(child, parent))] });

    /// <summary>The nearest ones: who belongs to an order belongs to its user by that.</summary>
    private static List<Entity> ParentsOf(Entity child, List<Entity> entities)
    {
        var ids = Ids(child);
        var parents = entities.FindAll(other => Ids(other) is { Count: > 0 } of && of.IsProperSubsetOf(ids) && IsItself(other, entities));
        return parents.FindAll(parent => !parents.Exists(nearer => Ids(parent).IsProperSubsetOf(Ids(nearer))));
    }

    /// <summary>What the key of a row identifies; nothing where the same is in it twice, or anything else.</summary>
    private static HashSet<string> Ids(Entity entity)
    {
        var key = entity.Key.ToList();
        var ids = key.Select(static column => column.IdOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return ids.Count == key.Count ? ids : [];
    }

    // Of several tables with one key, such as users and their settings, the one that is called like it.
    private static bool IsItself(Entity parent, List<Entity> entities) =>
        entities.Count(other => Ids(other).SetEquals(Ids(parent))) == 1
        || parent.Record == CSharpNames.Pascal(parent.Key.Last().IdOf!, "Item");

    private static ScaffoldReference Reference(Entity child, Entity parent) => new(
        [.. parent.Key.Select(column => child.Key.First(own => own.IdOf == column.IdOf).Column)],
        parent.Table,
        [.. parent.Key.Select(static column => column.Column)]);
}
