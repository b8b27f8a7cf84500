using Dataflux.Profiles;

namespace Dataflux.Engine.Inspection;

/// <summary>Collects what is known of one kind of items.</summary>
/// <param name="name">Its name; <see langword="null"/> when its attributes are to name it.</param>
/// <param name="where">What its items have in common, see <see cref="KindInspection.Where"/>.</param>
/// <param name="budget">How many attributes may be added.</param>
internal sealed class KindCollector(string? name, IReadOnlyDictionary<string, string> where, AttributeBudget budget)
{
    private readonly AttributeSet _attributes = new("", budget);
    private KeyFinder? _key;
    private long _deletes;
    private long _puts;

    internal bool HasOther => _attributes.HasOther;

    internal void Add(Item item, int part)
    {
        if (item.Change == Change.Delete)
        {
            _deletes++;
            return;
        }

        _puts++;
        _attributes.Add(item, part);
        (_key ??= KeyFinder.OfKind(item)).Add(item);
    }

    internal KindInspection Findings() => new()
    {
        Name = name ?? "",
        Where = where,
        Items = _puts + _deletes,
        Deletes = _deletes,
        Keys = _key?.Findings() ?? [],
        Attributes = [.. _attributes.Findings()],
    };
}
