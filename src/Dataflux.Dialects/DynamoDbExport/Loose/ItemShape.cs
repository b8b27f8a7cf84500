namespace Dataflux.Dialects.DynamoDbExport.Loose;

/// <summary>Tells a bare item, which begins with its first attribute, from a line of an export.</summary>
internal static class ItemShape
{
    /// <summary>What a bare item lacks before it.</summary>
    internal static ReadOnlySpan<byte> Before => "{\"Item\":"u8;

    /// <summary>What a bare item lacks behind it.</summary>
    internal static ReadOnlySpan<byte> After => "}"u8;

    /// <summary>Whether an item's text has attributes where a line of an export has Item, Keys and their kind.</summary>
    /// <param name="text">The item's text; what is no JSON object is not bare, so that its message shows it as it is.</param>
    internal static bool IsBare(ReadOnlySpan<byte> text)
    {
        var rest = text.TrimStart(" \t"u8);
        if (rest.IsEmpty || rest[0] != '{')
            return false;

        rest = rest[1..].TrimStart(" \t"u8);
        if (rest.IsEmpty || rest[0] != '"')
            return false;

        rest = rest[1..];
        var end = rest.IndexOf((byte)'"');
        if (end < 0)
            return false;

        var name = rest[..end];
        if (!name.SequenceEqual("Item"u8) && !name.SequenceEqual("Keys"u8) && !name.SequenceEqual("NewImage"u8)
            && !name.SequenceEqual("OldImage"u8) && !name.SequenceEqual("Metadata"u8))
        {
            return true;
        }

        return IsAttributeValue(rest[(end + 1)..]);
    }

    /// <summary>An attribute may be named Item: then a type and a text follow, such as <c>{"S":"x"}</c>, and not attributes.</summary>
    private static bool IsAttributeValue(ReadOnlySpan<byte> afterName)
    {
        var open = afterName.IndexOf((byte)'{');
        if (open < 0 || afterName[..open].ContainsAnyExcept((byte)':', (byte)' ', (byte)'\t'))
            return false;

        var inside = afterName[(open + 1)..].TrimStart(" \t"u8);
        if (inside.IsEmpty || inside[0] != '"' || inside[1..].IndexOf((byte)'"') is not (> 0 and var end))
            return false;

        var value = inside[(end + 2)..].TrimStart(" \t:"u8);
        return !value.IsEmpty && value[0] != '{';
    }
}
