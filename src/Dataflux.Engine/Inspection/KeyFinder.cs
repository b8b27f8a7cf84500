using Dataflux.Profiles;
using Dataflux.Profiles.Fields;

namespace Dataflux.Engine.Inspection;

/// <summary>
/// Infers the key of the exported table: every item has it, always with the same type, and its values are unique. Knows it where
/// the export says it.
/// </summary>
internal sealed class KeyFinder
{
    // 8 attributes make 28 pairs; a key is rarely the ninth likeliest. Of a kind, one of many, fewer are looked at.
    private const int MostAttributes = 8;
    private const int MostAttributesOfKind = 5;
    private const int MostCandidates = 3;

    // Among fewer items anything is unique: a temperature, a date.
    private const int FewItems = 20;
    private const int SketchCapacity = 4_096;
    private const int SketchCapacityOfKind = 1_024;

    // Somebody's copy of an item is no reason to take the other thousands for items without a key.
    private const double MostRepeated = 0.01;

    private readonly IReadOnlyList<string> _known;
    private readonly string[] _names;
    private readonly AttributeType?[] _types;
    private readonly ulong[] _hashes;
    private readonly ValueSketch?[] _single;
    private readonly ValueSketch?[,] _pairs;
    private readonly bool _isPair;
    private long _items;

    /// <param name="items">Some items, none of them deleted.</param>
    /// <param name="known">The names of the key attributes where the export says them; empty where it does not.</param>
    internal KeyFinder(IReadOnlyList<Item> items, IReadOnlyList<string> known)
        : this(items, known, MostAttributes, SketchCapacity)
    {
    }

    private KeyFinder(IReadOnlyList<Item> items, IReadOnlyList<string> known, int attributes, int capacity)
    {
        _known = known;
        _names = known.Count > 0 || items.Count == 0
            ? []
            : [.. KeyNames.InOrder(
                Enumerable.Range(0, items[0].Count).Select(items[0].DisplayNameAt)
                    .Where(name => items.All(item => CanBeKey(item, name) is not null)))
                .Take(attributes)];
        _isPair = _names.Length > 1 && KeyNames.IsPair(_names[0], _names[1]);
        _types = new AttributeType?[_names.Length];
        _hashes = new ulong[_names.Length];
        _single = [.. _names.Select(_ => new ValueSketch(capacity))];
        _pairs = new ValueSketch?[_names.Length, _names.Length];
        for (var first = 0; first < _names.Length; first++)
        {
            for (var second = first + 1; second < _names.Length; second++)
                _pairs[first, second] = new ValueSketch(capacity);
        }
    }

    /// <summary>A finder for the items of one kind.</summary>
    /// <param name="first">The first of them.</param>
    internal static KeyFinder OfKind(Item first) => new([first], [], MostAttributesOfKind, SketchCapacityOfKind);

    /// <summary>Takes an item that is not deleted.</summary>
    internal void Add(Item item)
    {
        _items++;
        for (var i = 0; i < _names.Length; i++)
        {
            if (_single[i] is null)
                continue;

            var type = CanBeKey(item, _names[i]);
            _types[i] ??= type;
            if (type is null || type != _types[i])
            {
                Drop(i);
                continue;
            }

            _hashes[i] = HashOf(item[_names[i]]);
            _single[i]!.Add(_hashes[i], part: 0);
        }

        for (var first = 0; first < _names.Length; first++)
        {
            for (var second = first + 1; second < _names.Length; second++)
            {
                if (_pairs[first, second] is { } pair && (!pair.HasRepeated || (_isPair && first == 0 && second == 1)))
                    pair.Add(ValueHash.Of(_hashes[first], _hashes[second]), part: 0);
            }
        }
    }

    /// <summary>What may be the key, the likeliest first; a pair only where no single attribute is unique.</summary>
    internal IReadOnlyList<KeyCandidate> Findings()
    {
        if (_known.Count > 0)
            return [new KeyCandidate([.. KeyNames.InOrder(_known)], FromExport: true, IsCertainlyUnique: true)];

        var found = new List<KeyCandidate>();

        // Where the names say that there is a sort key, another attribute that happens to be unique is not the key.
        if (_isPair && IsUnique(_pairs[0, 1]))
        {
            found.Add(new KeyCandidate([_names[0], _names[1]], FromExport: false, _pairs[0, 1]!.IsExact));
            return found;
        }

        for (var i = 0; i < _names.Length; i++)
        {
            if (IsUnique(_single[i]) && MayBeKey(_names[i]))
                found.Add(new KeyCandidate([_names[i]], FromExport: false, _single[i]!.IsExact));
        }

        for (var first = 0; first < _names.Length && found.All(static single => single.Attributes.Count == 2); first++)
        {
            for (var second = first + 1; second < _names.Length; second++)
            {
                if (IsUnique(_pairs[first, second]) && MayBeKey(_names[first]))
                    found.Add(new KeyCandidate([_names[first], _names[second]], FromExport: false, _pairs[first, second]!.IsExact));
            }
        }

        return found.Count > 0 ? [.. found.Take(MostCandidates)] : NearlyUnique() is { } nearly ? [nearly] : [];
    }

    /// <summary>What is called as keys are, and whose values occur twice in a few items only.</summary>
    private KeyCandidate? NearlyUnique()
    {
        if (_isPair)
            return Nearly([_names[0], _names[1]], _pairs[0, 1]);

        return _names.Select((name, index) => KeyNames.IsLikely(name) ? Nearly([name], _single[index]) : null)
            .FirstOrDefault(static key => key is not null);
    }

    private KeyCandidate? Nearly(string[] names, ValueSketch? sketch)
    {
        if (_items < FewItems || sketch?.Findings() is not { Repeated: > 0 } found)
            return null;

        var repeated = Math.Max(1, (long)Math.Round(found.Repeated * found.Distinct));
        return repeated == 1 || found.Repeated <= MostRepeated
            ? new KeyCandidate(names, FromExport: false, IsCertainlyUnique: false) { Repeated = repeated }
            : null;
    }

    private bool MayBeKey(string name) => _items >= FewItems || KeyNames.IsLikely(name);

    private static bool IsUnique(ValueSketch? sketch) => sketch is { HasRepeated: false } && sketch.Findings() is { Distinct: > 1 };

    private void Drop(int index)
    {
        _single[index] = null;
        for (var other = 0; other < _names.Length; other++)
        {
            _pairs[index, other] = null;
            _pairs[other, index] = null;
        }
    }

    // DynamoDB allows S, N and B as keys, each key attribute of one type.
    private static AttributeType? CanBeKey(Item item, string name) =>
        item.Has(name) && item[name].Type is AttributeType.S or AttributeType.N or AttributeType.B ? item[name].Type : null;

    private static ulong HashOf(Value value)
    {
        if (value.Type != AttributeType.N)
            return ValueHash.Of(value.Raw);

        Span<byte> number = stackalloc byte[NumberParts.MaxTextLength];
        return ValueHash.Of(number[..value.FormatNumber(number)]);
    }
}
