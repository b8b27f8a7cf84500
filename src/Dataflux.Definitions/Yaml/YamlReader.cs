using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Dataflux.Definitions.Yaml;

/// <summary>
/// Reads one YAML file from the parser's events. YamlDotNet's own tree stops at the first duplicate key; a person
/// wants to hear of all of them, and of everything else that is wrong, at once.
/// </summary>
internal sealed class YamlReader
{
    // Deeper than any definition; what reads the values afterwards may call itself for each level.
    private const int Deepest = 64;
    private const string MergeKey = "<<";

    private readonly string _path;
    private readonly List<Problem> _problems;
    private readonly Parser _parser;
    private readonly Dictionary<AnchorName, (YamlValue Value, int Height)> _anchors = [];
    private int _depth;

    // The levels of the value that was read last, itself included.
    private int _height;

    private YamlReader(string path, TextReader text, List<Problem> problems)
    {
        _path = path;
        _problems = problems;
        _parser = new Parser(text);
    }

    /// <summary>Reads the mapping that a file consists of.</summary>
    /// <param name="path">The file as the user would name it.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="problems">Receives what is wrong.</param>
    /// <returns>The mapping, empty for an empty file; <see langword="null"/> when the file cannot be read as one.</returns>
    internal static YamlMap? Read(string path, string text, List<Problem> problems)
    {
        using var input = new StringReader(text);
        var reader = new YamlReader(path, input, problems);
        try
        {
            return reader.ReadFile();
        }
        catch (YamlException e)
        {
            problems.Add(TabOf(path, text) ?? new Problem(
                path, (int)e.Start.Line, (int)e.Start.Column, ProblemCode.Syntax,
                $"not YAML: {Plain(e.Message)}; look at this line and the one before it"));
            return null;
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet's scanner throws this, without a place, for some flow collections that are never closed.
            var last = reader._parser.Current?.End ?? Mark.Empty;
            problems.Add(new Problem(
                path, (int)last.Line, (int)last.Column, ProblemCode.Syntax,
                "not YAML: what begins before this place is not closed; look for a missing ']', '}' or quote"));
            return null;
        }
    }

    // In a file that cannot be read, a tab that indents is the cause, wherever the parser stumbled over it.
    private static Problem? TabOf(string path, string text)
    {
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            var tab = line.IndexOf('\t');
            if (tab >= 0 && line[..tab].IsWhiteSpace() && !line.IsWhiteSpace())
            {
                return new Problem(path, number, tab + 1, ProblemCode.Syntax,
                    "not YAML: a tab indents this line, which YAML forbids; write two spaces for each level");
            }
        }

        return null;
    }

    // What YamlDotNet says of the mistakes that are made most.
    private static string Plain(string message) =>
        message.Contains("found invalid mapping", StringComparison.Ordinal)
            ? "a ':' ends a key where none can be; put a space after the ':' of each key, and indent the keys of one map alike"
        : message.Contains("quoted scalar", StringComparison.Ordinal) ? "a quote is opened here and not closed"
        : Sentence(message);

    private static string Sentence(string message)
    {
        var text = message.Trim().TrimEnd('.');
        return text.Length == 0 ? "cannot be read" : char.ToLowerInvariant(text[0]) + text[1..];
    }

    private YamlMap? ReadFile()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
            return new YamlMap(new Place(_path, 1, 1), []);

        _parser.Consume<DocumentStart>();
        var root = ReadValue();
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
            Report(At(second.Start), ProblemCode.Syntax, "a second YAML document begins here; write one document per file");

        switch (root)
        {
            case YamlMap map:
                return map;
            case YamlScalar { IsNull: true }:
                return new YamlMap(root.Place, []);
            default:
                Report(root.Place, ProblemCode.WrongKind, $"the file is {root.What}; expected keys such as 'batchSize: 5000'");
                return null;
        }
    }

    private YamlValue ReadValue()
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            if (_anchors.TryGetValue(alias.Value, out var known))
            {
                (var value, _height) = known;
                CheckDepth(alias.Start, _depth + _height);
                return value;
            }

            Report(At(alias.Start), ProblemCode.Syntax, $"the alias '*{alias.Value}' has no anchor '&{alias.Value}' before it");
            _height = 1;
            return new YamlScalar(At(alias.Start), "", Quoted: false, TextColumn: 0);
        }

        if (!_parser.Accept<NodeEvent>(out var node))
            throw new YamlException(_parser.Current!.Start, _parser.Current.End, "expected a value");

        CheckDepth(node.Start, ++_depth);
        _height = 1;
        YamlValue read = node switch
        {
            MappingStart => ReadMap(),
            SequenceStart => ReadList(),
            _ => Scalar(_parser.Consume<Scalar>()),
        };
        _depth--;
        if (!node.Anchor.IsEmpty)
            _anchors[node.Anchor] = (read, _height);

        return read;
    }

    private static void CheckDepth(Mark at, int depth)
    {
        if (depth > Deepest)
            throw new YamlException(at, at, $"values are nested more than {Deepest} levels deep here");
    }

    private YamlMap ReadMap()
    {
        var start = _parser.Consume<MappingStart>();
        var entries = new List<YamlEntry>();
        var merged = new List<YamlMap>();
        var places = new Dictionary<string, Place>(StringComparer.Ordinal);
        var height = 1;
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadValue();
            height = Math.Max(height, _height + 1);
            var value = ReadValue();
            height = Math.Max(height, _height + 1);
            if (key is not YamlScalar { Text: var name })
            {
                Report(key.Place, ProblemCode.WrongKind, $"a key is {key.What}; expected a name");
            }
            else if (name == MergeKey && key is YamlScalar { Quoted: false })
            {
                merged.AddRange(MapsToMerge(value));
            }
            else if (places.TryGetValue(name, out var first))
            {
                Report(key.Place, ProblemCode.DuplicateKey, $"'{name}' is given twice, first in line {first.Line}; remove one");
            }
            else
            {
                places[name] = key.Place;
                entries.Add(new YamlEntry(name, key.Place, value));
            }
        }

        // What a map says itself wins over what it merges, and of two maps that it merges the first.
        foreach (var entry in merged.SelectMany(map => map.Entries))
        {
            if (places.TryAdd(entry.Key, entry.Place))
                entries.Add(entry);
        }

        _height = height;
        return new YamlMap(At(start.Start), entries);
    }

    private List<YamlMap> MapsToMerge(YamlValue value)
    {
        var maps = new List<YamlMap>();
        foreach (var part in value is YamlList list ? list.Values : [value])
        {
            if (part is YamlMap map)
                maps.Add(map);
            else
                Report(part.Place, ProblemCode.WrongKind, $"'<<' is {part.What}; expected a map such as *base, or a list of maps");
        }

        return maps;
    }

    private YamlList ReadList()
    {
        var start = _parser.Consume<SequenceStart>();
        var values = new List<YamlValue>();
        var height = 1;
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            values.Add(ReadValue());
            height = Math.Max(height, _height + 1);
        }

        _height = height;
        return new YamlList(At(start.Start), values);
    }

    private YamlScalar Scalar(Scalar scalar)
    {
        var quoted = scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any);
        var quotes = scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted ? 1 : 0;

        // Only a scalar without line breaks and escapes has its characters at the columns one would count.
        var literal = scalar.Start.Line == scalar.End.Line && scalar.End.Column - scalar.Start.Column == scalar.Value.Length + (2 * quotes);
        return new YamlScalar(At(scalar.Start), scalar.Value, quoted, literal ? (int)scalar.Start.Column + quotes : 0);
    }

    private Place At(Mark mark) => new(_path, (int)mark.Line, (int)mark.Column);

    private void Report(Place place, string code, string message) =>
        _problems.Add(new Problem(place.Path, place.Line, place.Column, code, message));
}
