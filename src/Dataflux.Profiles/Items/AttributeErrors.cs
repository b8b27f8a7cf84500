using System.Text;
using Dataflux.Profiles.Parsing;

namespace Dataflux.Profiles.Items;

/// <summary>The messages of <see cref="AttributeException"/>, made only when one is thrown.</summary>
internal static class AttributeErrors
{
    private const int ExcerptLength = 40;
    private const int MostNames = 20;

    public static AttributeException Missing(Item map, string pathOfMap, string name, string wanted)
    {
        var path = AttributePath.Join(pathOfMap, name);
        var near = NearNames.Find(map, name);
        var hint = near is null ? "" : $"; did you mean '{near}'?";
        var holder = pathOfMap.Length == 0 ? "item" : "map";
        var names = map.Count == 0 ? "" : $"{(near is null ? "; the" : " The")} {holder} has \"{Names(map)}\"";
        var gone = map.Change == Change.Delete && map.Count == 0 ? "; the item was deleted, see Keys and OldImage" : "";
        return new AttributeException(path, $"{path}: attribute is missing; expected {wanted}{hint}{names}{gone}");
    }

    public static AttributeException WrongType(Value value, string wanted)
    {
        var path = value.Path;
        var found = value.IsNull ? "NULL; use the Try form, or ask IsNull, where NULL is allowed" : $"{value.Type} {Excerpt(value)}";
        return new AttributeException(path, $"{path}: expected {wanted}, found {found}");
    }

    /// <summary>The type is right and the value is not, as <c>price: 12.5 is not a whole number</c>.</summary>
    public static AttributeException Unfit(Value value, string why)
    {
        var path = value.Path;
        return new AttributeException(path, $"{path}: {Excerpt(value)} {why}");
    }

    public static AttributeException LoneSurrogate(Value value)
    {
        var path = value.Path;
        return new AttributeException(
            path,
            $"{path}: expected text, found S {Excerpt(value)} with half of a surrogate pair, which is no Unicode text; "
            + "the data is damaged");
    }

    public static AttributeException LoneSurrogateInName(AttributeTable table, int entry)
    {
        var path = table.PathOf(entry);
        return new AttributeException(path, $"{path}: the attribute's name holds half of a surrogate pair, which is no Unicode text");
    }

    // All in one pair of quotes: messages that differ only in what is quoted are counted as one reason.
    private static string Names(Item map)
    {
        var shown = Math.Min(map.Count, MostNames);
        var names = new string[shown];
        for (var i = 0; i < shown; i++)
        {
            var name = map.DisplayNameAt(i).Replace('"', '\'');
            names[i] = name.Length > ExcerptLength ? name[..ExcerptLength] + "…" : name;
        }

        return string.Join(", ", names) + (map.Count > shown ? $", … {map.Count - shown} more" : "");
    }

    /// <summary>The beginning of a value, in quotes where it is text.</summary>
    public static string Excerpt(Value value)
    {
        var raw = value.Raw;
        var text = Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, ExcerptLength * 4)]);
        if (text.Length > ExcerptLength)
            text = text[..(char.IsHighSurrogate(text[ExcerptLength - 1]) ? ExcerptLength - 1 : ExcerptLength)] + "…";
        return value.Type is AttributeType.S or AttributeType.B ? $"\"{text}\"" : text;
    }
}
