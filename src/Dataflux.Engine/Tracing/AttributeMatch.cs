using Dataflux.Profiles;

namespace Dataflux.Engine.Tracing;

/// <summary>An attribute and the value it is to have; asked for in words, so the attribute's type does not count.</summary>
/// <param name="Name">The attribute's name.</param>
/// <param name="Text">The value: a text as it is, a number in any form, a byte string in base64, <c>true</c> or <c>false</c>.</param>
public sealed record AttributeMatch(string Name, string Text)
{
    // Once, and not for each item of the export.
    private readonly Number? _number = Number.TryParse(Text, out var number) ? number : null;
    private readonly bool? _flag = bool.TryParse(Text, out var flag) ? flag : null;

    /// <summary>Whether an item has it: as an attribute, or, where the item was deleted, in its key.</summary>
    internal bool Holds(Item item) => HoldsIn(item) || HoldsIn(item.Keys);

    private bool HoldsIn(Item item)
    {
        if (!item.Has(Name))
            return false;

        var value = item[Name];
        return value.Type switch
        {
            AttributeType.S => value.AsString() == Text,
            AttributeType.N => _number is { } number && value.AsNumber() == number,
            AttributeType.B => Convert.ToBase64String(value.AsBytes()) == Text,
            AttributeType.BOOL => value.AsBool() == _flag,
            _ => false,
        };
    }
}
