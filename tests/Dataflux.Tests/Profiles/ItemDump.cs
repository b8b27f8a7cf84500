using Dataflux.Profiles;

namespace Dataflux.Tests.Profiles;

/// <summary>A parsed record in the words of <see cref="LineModel"/>, read through the public getters.</summary>
internal static class ItemDump
{
    public static string Write(Item item)
    {
        var text = $"{item.Change} {Map(item)}";
        return item.WrittenAt is not { } time
            ? text
            : $"{text} keys {Map(item.Keys)} old {(item.OldImage is { } old ? Map(old) : "none")} at "
                + $"{(time - DateTimeOffset.UnixEpoch).Ticks / 10}";
    }

    private static string Map(Item item)
    {
        var members = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, _) in item)
            members.Add(name, Value(item[name]));
        return "{" + string.Join(",", members.Select(m => $"{m.Key}={m.Value}")) + "}";
    }

    private static string Value(Value value) => value.Type + ":" + value.Type switch
    {
        AttributeType.S => value.AsString(),
        AttributeType.N => LineModel.Number(value.AsNumber().Text),
        AttributeType.B => Convert.ToHexString(value.AsBytes()),
        AttributeType.BOOL => value.AsBool() ? "true" : "false",
        AttributeType.NULL => "true",
        AttributeType.M => Map(value.AsMap()),
        AttributeType.L => "[" + string.Join(",", value.AsList().Select(Value)) + "]",
        AttributeType.SS => "[" + string.Join(",", value.AsStringSet()) + "]",
        AttributeType.NS => "[" + string.Join(",", value.AsNumberSet().Select(n => LineModel.Number(n.Text))) + "]",
        _ => "[" + string.Join(",", value.AsBytesSet().Select(Convert.ToHexString)) + "]",
    };
}
