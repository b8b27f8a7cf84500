using System.Buffers;
using System.Text;

namespace Dataflux.Profiles.Parsing;

/// <summary>
/// Attribute names of a map and elements of a set occur once
/// (Amazon DynamoDB Developer Guide, "Naming rules and data types").
/// </summary>
internal ref partial struct ItemScanner
{
    private readonly bool IsNewName(in AttributeEntry entry, int first, ref NameFilter names)
    {
        names.NeedsThoroughCheck |= entry.NameEscaped || _count - first >= NameFilter.Capacity;
        if (names.NeedsThoroughCheck)
            return true;
        var name = _bytes.Slice(entry.NameStart, entry.NameLength);
        if (!names.MayRepeat(name))
            return true;
        for (var i = first; i < _count; i++)
        {
            if (_entries[i].NameLength == name.Length && _bytes.Slice(_entries[i].NameStart, name.Length).SequenceEqual(name))
                return false;
        }

        return true;
    }

    private bool RefuseDuplicate(in AttributeEntry entry)
    {
        var name = JsonText.Decode(_bytes.Slice(entry.NameStart, entry.NameLength), entry.NameEscaped, out _);
        return Refuse(entry.NameStart, $"the attribute name \"{name}\" occurs twice in one map");
    }

    private bool NamesDiffer(int first)
    {
        var anyEscaped = false;
        for (var i = first; i < _count; i++)
            anyEscaped |= _entries[i].NameEscaped;
        var duplicate = anyEscaped ? FirstRepeatedText(first, names: true) : FirstRepeatedBytes(first, names: true);
        return duplicate < 0 || RefuseDuplicate(_entries[duplicate]);
    }

    private bool SetDiffers(AttributeType element, int first)
    {
        if (_count - first == 1)
            return true;
        var asBytes = element == AttributeType.S;
        for (var i = first; i < _count; i++)
            asBytes &= !_entries[i].ValueEscaped;
        var duplicate = asBytes ? FirstRepeatedBytes(first, names: false) : FirstRepeatedText(first, names: false);
        return duplicate < 0 || Refuse(
            _entries[duplicate].ValueStart,
            $"the set element {Encoding.UTF8.GetString(Excerpt(_entries[duplicate]))} occurs twice");
    }

    private readonly ReadOnlySpan<byte> Excerpt(in AttributeEntry entry) => _bytes.Slice(entry.ValueStart, Math.Min(entry.ValueLength, 40));

    private readonly ReadOnlySpan<byte> Key(int entry, bool names) => names
        ? _bytes.Slice(_entries[entry].NameStart, _entries[entry].NameLength)
        : _bytes.Slice(_entries[entry].ValueStart, _entries[entry].ValueLength);

    /// <summary>The first entry whose bytes an earlier one has; -1 when all differ.</summary>
    private readonly int FirstRepeatedBytes(int first, bool names)
    {
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(_count - first) * 2);
        var slots = ArrayPool<int>.Shared.Rent(size);
        slots.AsSpan(0, size).Clear();
        var duplicate = -1;
        for (var i = first; i < _count && duplicate < 0; i++)
        {
            var key = Key(i, names);
            var hash = new HashCode();
            hash.AddBytes(key);
            var slot = hash.ToHashCode() & (size - 1);
            while (slots[slot] != 0 && duplicate < 0)
            {
                if (Key(slots[slot] - 1, names).SequenceEqual(key))
                    duplicate = i;
                slot = (slot + 1) & (size - 1);
            }

            slots[slot] = i + 1;
        }

        ArrayPool<int>.Shared.Return(slots);
        return duplicate;
    }

    /// <summary>The same for what must be decoded to be compared: escaped text, numbers, binaries.</summary>
    private readonly int FirstRepeatedText(int first, bool names)
    {
        var seen = new HashSet<string>(_count - first);
        for (var i = first; i < _count; i++)
        {
            var entry = _entries[i];
            var key = Key(i, names);
            var escaped = names ? entry.NameEscaped : entry.ValueEscaped;
            var text = escaped ? JsonText.DecodeExactly(key) : Encoding.UTF8.GetString(key);
            if (!names && entry.Type == AttributeType.N)
                text = Number.Parse(text).Text;
            else if (!names && entry.Type == AttributeType.B)
                text = Convert.ToHexString(Convert.FromBase64String(text));
            if (!seen.Add(text))
                return i;
        }

        return -1;
    }
}
