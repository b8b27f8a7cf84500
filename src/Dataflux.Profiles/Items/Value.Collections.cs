using Dataflux.Profiles.Parsing;

namespace Dataflux.Profiles;

public readonly partial struct Value
{
    /// <summary>The attributes of an M value.</summary>
    /// <returns>The map.</returns>
    /// <exception cref="AttributeException">The value is not M.</exception>
    public Item AsMap()
    {
        if (Type != AttributeType.M)
            throw WrongType("M");
        var members = _table!.Open(_entry);
        return new Item(members, new EntryRange(0, members.Entries.Length));
    }

    /// <summary>The values of an L value.</summary>
    /// <returns>The list.</returns>
    /// <exception cref="AttributeException">The value is not L.</exception>
    public ValueList AsList() => Type == AttributeType.L ? new(_table!.Open(_entry)) : throw WrongType("L");

    /// <summary>The elements of an SS value; a set has no order.</summary>
    /// <returns>The elements.</returns>
    /// <exception cref="AttributeException">The value is not SS, or an element holds half of a surrogate pair.</exception>
    public string[] AsStringSet()
    {
        var elements = Set(AttributeType.SS);
        var set = new string[elements.Count];
        for (var i = 0; i < set.Length; i++)
            set[i] = elements[i].AsString();
        return set;
    }

    /// <summary>The elements of an NS value; a set has no order.</summary>
    /// <returns>The elements.</returns>
    /// <exception cref="AttributeException">The value is not NS.</exception>
    public Number[] AsNumberSet()
    {
        var elements = Set(AttributeType.NS);
        var set = new Number[elements.Count];
        for (var i = 0; i < set.Length; i++)
            set[i] = elements[i].AsNumber();
        return set;
    }

    /// <summary>The elements of a BS value; a set has no order.</summary>
    /// <returns>The elements.</returns>
    /// <exception cref="AttributeException">The value is not BS.</exception>
    public byte[][] AsBytesSet()
    {
        var elements = Set(AttributeType.BS);
        var set = new byte[elements.Count][];
        for (var i = 0; i < set.Length; i++)
            set[i] = elements[i].AsBytes();
        return set;
    }

    /// <summary>The attributes of an M value, which are no reads of the profile.</summary>
    internal Item Members()
    {
        var members = _table!.Expand(_entry);
        return new Item(members, new EntryRange(0, members.Entries.Length));
    }

    /// <summary>The elements of a list or set, which are no reads of the profile.</summary>
    internal ValueList Elements() => new(_table!.Expand(_entry));

    private ValueList Set(AttributeType type) => Type == type ? Elements() : throw WrongType(type.ToString());
}
