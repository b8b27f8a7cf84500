using System.Runtime.CompilerServices;
using System.Text;
using Dataflux.Profiles.Items;
using Dataflux.Profiles.Parsing;

namespace Dataflux.Profiles;

public readonly partial struct Item
{
    private Value Required(string name, string wanted)
    {
        var entry = Find(name);
        return entry >= 0 ? new Value(_table!, entry) : throw Missing(name, wanted);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private AttributeException Missing(string name, string wanted) =>
        AttributeErrors.Missing(this, _table?.PathOfMap(_first) ?? "", name, wanted);

    private bool TryGet(string name, out Value value)
    {
        var entry = Find(name);
        value = entry >= 0 ? new Value(_table!, entry) : default;
        return !value.IsNull;
    }

    private int Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (_table is null)
            return -1;
        var wanted = name.Length << AttributeEntry.NameLengthShift;
        var escaped = 0;
        var bytes = _table.Bytes;
        var entries = _table.Entries.AsSpan(_first, Count);
        for (var i = 0; i < entries.Length; i++)
        {
            ref var entry = ref entries[i];
            escaped |= entry.Kind;
            if ((entry.Kind & AttributeEntry.NameMask) == wanted
                && bytes[entry.NameStart] == name[0] // attributes have no empty names, so neither has what was matched by length
                && Ascii.Equals(bytes.AsSpan(entry.NameStart, entry.NameLength), name))
            {
                entry.MarkRead();
                _table.Reads?.Add(name);
                return _first + i;
            }
        }

        return (escaped & AttributeEntry.NameEscapedFlag) == 0 && Ascii.IsValid(name) ? -1 : FindUnusual(name);
    }

    /// <summary>Finds names that are not ASCII or are escaped in the export.</summary>
    private int FindUnusual(string name)
    {
        for (var entry = _first; entry < _first + Count; entry++)
        {
            if (!JsonText.Equals(_table!.RawName(entry), name))
                continue;
            _table.MarkRead(new EntryRange(entry, 1));
            return entry;
        }

        return -1;
    }
}
