using Dataflux.Profiles;

namespace Dataflux.Engine.Inspection;

/// <summary>Tells the kinds of some items apart, by the rules by which <see cref="Inspector"/> does in an export.</summary>
public static class ItemKinds
{
    /// <summary>Finds the first item of each kind.</summary>
    /// <param name="items">The items.</param>
    /// <returns>Their indexes, ascending; one where all items are of one kind.</returns>
    public static IReadOnlyList<int> FirstOfEach(IReadOnlyList<Item> items)
    {
        var kinds = KindLearner.From(items).Learn(new AttributeBudget());
        var met = new HashSet<KindCollector>(ReferenceEqualityComparer.Instance);
        return [.. Enumerable.Range(0, items.Count).Where(index => met.Add(kinds.Of(items[index])))];
    }
}
