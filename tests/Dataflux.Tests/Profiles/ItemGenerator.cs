using System.Text;

namespace Dataflux.Tests.Profiles;

/// <summary>Seeded random lines that are valid, in every way JSON allows them to be written.</summary>
internal sealed class ItemGenerator(int seed)
{
    private static readonly string[] Texts =
        ["", "a", "plain text", "quote \" backslash \\ slash /", "tab\tline\nnul\0", "café", "😀 emoji "
            + "👨‍👩‍👧", "\u2028\u2029\u0085", "日本語", "https://x.org/a?b=c&d=<e>"];

    private static readonly string[] NameParts =
    [
        "id",
        "pictureId",
        "S",
        "M",
        "Item",
        "é",
        "a.b",
        "x y",
        "😀",
        "\"",
        "name",
        "Keys",
        "long-attribute-name-of-more-than-thirty-two-bytes",
    ];
    private readonly Random _random = new(seed);
    private bool _compact;

    public Random Random => _random;

    public string Line()
    {
        _compact = _random.Next(3) == 0;
        if (_random.Next(3) > 0)
            return Members([("Item", Map(0, minimum: 0)), .. Unknown()]);
        var micros = _random.NextInt64(0, 4_000_000_000_000_000);
        var time = _random.Next(3) switch { 0 => micros.ToString(), 1 => $"\"{micros}\"", _ => "{\"N\":\"" + micros + "\"}" };
        List<(string, string)> members =
            [("Metadata", Members([("WriteTimestampMicros", time), .. Unknown()])), ("Keys", Map(5, minimum: 1)), .. Unknown()];
        if (_random.Next(3) > 0)
            members.Add(("NewImage", _random.Next(5) == 0 ? "null" : Map(2, minimum: 0)));
        if (_random.Next(2) > 0)
            members.Add(("OldImage", _random.Next(5) == 0 ? "null" : Map(2, minimum: 0)));
        return Members(members);
    }

    public string DeepLine(int levels)
    {
        var value = "{\"S\":\"leaf\"}";
        for (var i = 0; i < levels; i++)
            value = _random.Next(2) == 0 ? "{\"M\":{\"k\":" + value + "}}" : "{\"L\":[" + value + "]}";
        return "{\"Item\":{\"deep\":" + value + "}}";
    }

    private List<(string, string)> Unknown() => _random.Next(6) > 0
        ? []
        : [("Extra"
            + _random.Next(9), _random.Next(4) switch { 0 =>
                "[1,-0.5e3,null,true]", 1 => "{\"a\":{\"b\":[]}}", 2 => "\"\\u00e9\"", _ => "false" })];

    private string Map(int depth, int minimum)
    {
        var names = new HashSet<string>();
        var count = minimum + (depth == 0 && _random.Next(40) == 0 ? _random.Next(40, 90) : _random.Next(0, depth == 0 ? 8 : 3));
        while (names.Count < count)
            names.Add(NameParts[_random.Next(NameParts.Length)] + (_random.Next(3) == 0 ? "" : _random.Next(200).ToString()));
        return Members(names.Select(n => (n, Value(depth + 1))));
    }

    private string Members(IEnumerable<(string Name, string Value)> members)
    {
        var shuffled = members.ToArray();
        _random.Shuffle(shuffled);
        return Space() + "{" + Space()
            + string.Join("," + Space(), shuffled.Select(m => Quoted(m.Name) + Space() + ":" + Space() + m.Value + Space())) + "}"
                + Space();
    }

    private string Value(int depth)
    {
        var (type, value) = _random.Next(depth > 5 ? 8 : 10) switch
        {
            0 or 1 => ("S", Quoted(Texts[_random.Next(Texts.Length)] + Texts[_random.Next(Texts.Length)])),
            2 => ("N", Quoted(Number())),
            3 => ("B", Quoted(Binary())),
            4 => ("BOOL", _random.Next(2) == 0 ? "true" : "false"),
            5 => ("NULL", "true"),
            6 =>
                ("SS", Array(
                    Enumerable.Range(0, _random.Next(10) == 0 ? 24 : _random.Next(1, 4))
                        .Select(i => Quoted(i + Texts[_random.Next(Texts.Length)])))),
            7 => _random.Next(2) == 0
                ? ("NS", Array(Enumerable.Range(0, _random.Next(1, 6)).Select(i => Quoted(i + ".5"))))
                : ("BS", Array(Enumerable.Range(0, _random.Next(1, 6)).Select(i => Quoted(Convert.ToBase64String([(byte)i]))))),
            8 => ("M", Map(depth, minimum: 0)),
            _ => ("L", Array(Enumerable.Range(0, _random.Next(0, 4)).Select(_ => Value(depth + 1)))),
        };
        return _random.Next(30) == 0
            ? Members([(type, value), (type == "S" ? "N" : "S", "null")])
            : Members([(type, value)]);
    }

    private string Number() => _random.Next(4) switch
    {
        0 => _random.NextInt64(long.MinValue, long.MaxValue).ToString(),
        1 => "-00" + _random.Next(1000) + ".0" + _random.Next(1000) + "0",
        2 => _random.Next(1, 1000) + "." + _random.Next(1000) + "E" + _random.Next(-120, 120),
        _ => _random.Next(1000).ToString(),
    };

    private string Binary()
    {
        var bytes = new byte[_random.Next(0, 40)];
        _random.NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }

    private string Array(IEnumerable<string> values) =>
        Space() + "[" + Space() + string.Join("," + Space(), values) + Space() + "]" + Space();

    private string Space() => _compact ? "" : _random.Next(4) switch { 0 => " ", 1 => "\t ", _ => "" };

    private string Quoted(string text)
    {
        var json = new StringBuilder("\"");
        var escapeMore = !_compact && _random.Next(5) == 0;
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                json.Append('\\').Append(c);
            else if (c == '\n')
                json.Append("\\n");
            else if (c == '/' && escapeMore)
                json.Append("\\/");
            else if (c < 0x20 || (escapeMore && !char.IsSurrogate(c) && _random.Next(3) == 0))
                json.Append("\\u").Append(((int)c).ToString(_random.Next(2) == 0 ? "x4" : "X4"));
            else
                json.Append(c);
        }

        return json.Append('"').ToString();
    }
}
