using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dataflux.Definitions.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Dataflux.Definitions;

/// <summary>Writes YAML that reads back as the same values.</summary>
internal static partial class YamlWriter
{
    private const int Width = 120;

    private static readonly EmitterSettings Settings =
        new(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024, indentSequences: true);

    /// <summary>A text, plain where nothing can be mistaken, else in quotes.</summary>
    /// <remarks>Written as an element of a list: what is right there is right at every place.</remarks>
    internal static string Scalar(string text) => Flow(new JsonArray(text))[1..^1];

    /// <summary>A text for a definition, in which a dollar begins a variable.</summary>
    internal static string ScalarWithoutVariables(string text) => Scalar(text.Replace("$", "$$", StringComparison.Ordinal));

    /// <summary>A value in one line.</summary>
    internal static string Flow(JsonNode? node) =>
        // A scalar that stands alone would get a mark of its document.
        node is JsonObject or JsonArray ? Emit(emitter => Add(emitter, node, block: null)) : Flow(new JsonArray(node?.DeepClone()))[1..^1];

    /// <summary>A value that was read, in one line.</summary>
    internal static string Flow(YamlValue value) => Flow(ToJson(value));

    /// <summary>A key and its value as lines: lists are written as blocks, and maps that are long or hold rows.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="indent">Blanks before the key.</param>
    internal static IEnumerable<string> Lines(string key, JsonNode? value, int indent)
    {
        var entry = new JsonObject { [key] = value?.DeepClone() };
        return Emit(emitter => Add(emitter, entry, block: indent)).Split('\n').Select(line => new string(' ', indent) + line);
    }

    private static JsonNode? ToJson(YamlValue value)
    {
        switch (value)
        {
            case YamlMap map:
                var json = new JsonObject();
                foreach (var entry in map.Entries)
                    json[entry.Key] = ToJson(entry.Value);

                return json;
            case YamlList list:
                return new JsonArray([.. list.Values.Select(ToJson)]);
            case YamlScalar { IsNull: true }:
                return null;
            case YamlScalar scalar:
                return PlainValue.Of(scalar.Text, scalar.Quoted) switch
                {
                    bool truth => truth,
                    long integer => integer,
                    decimal number => number,
                    var text => (string)text,
                };
            default:
                return value.What;
        }
    }

    private static string Emit(Action<Emitter> add)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, Settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(version: null, tags: null, isImplicit: true));
        add(emitter);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>Adds a value.</summary>
    /// <param name="emitter">Takes it.</param>
    /// <param name="node">The value.</param>
    /// <param name="block">How far the keys of a block are indented; <see langword="null"/>: everything in one line.</param>
    private static void Add(Emitter emitter, JsonNode? node, int? block)
    {
        switch (node)
        {
            case JsonObject map:
                emitter.Emit(new MappingStart(
                    AnchorName.Empty, TagName.Empty, isImplicit: true, block is null ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (key, value) in map)
                {
                    emitter.Emit(Text(key));
                    Add(emitter, value, IsBlock(value, block + key.Length) ? block + Settings.BestIndent : null);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(
                    AnchorName.Empty, TagName.Empty, isImplicit: true, block is null ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var element in list)
                {
                    var inBlock = block is not null && element is JsonObject { Count: > 0 } && Flow(element).Length + block > Width;
                    Add(emitter, element, inBlock ? block + Settings.BestIndent : null);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case JsonValue value when value.TryGetValue<string>(out var text):
                emitter.Emit(Text(text));
                break;
            default:
                emitter.Emit(Plain(node?.ToJsonString() ?? "null"));
                break;
        }
    }

    private static bool IsBlock(JsonNode? value, int? start) => start is not null && value switch
    {
        JsonArray { Count: > 0 } => true,
        JsonObject { Count: > 0 } map => HoldsRows(map) || Flow(map).Length + start > Width,
        _ => false,
    };

    private static bool HoldsRows(JsonObject map) =>
        map.Any(property => property.Value is JsonArray { Count: > 0 } list && list[0] is JsonObject);

    private static Scalar Text(string text) =>
        PlainText().IsMatch(text) && PlainValue.Of(text, quoted: false) is string && !Words().IsMatch(text)
            ? Plain(text)
            : new(AnchorName.Empty, TagName.Empty, text, ScalarStyle.DoubleQuoted, isPlainImplicit: false, isQuotedImplicit: true);

    private static Scalar Plain(string text) =>
        new(AnchorName.Empty, TagName.Empty, text, ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false);

    // What every reader of YAML takes for the same text; times hold colons, but none before a blank.
    [GeneratedRegex(
        @"\A(?:[A-Za-z_./](?:[\w ./@+-]*[\w./@+-])?|[0-9]{4}-[0-9]{2}-[0-9]{2}[0-9T:.Z+-]*)\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PlainText();

    // What some readers take for something else than a text, in capitals too.
    [GeneratedRegex(
        @"\A(?:true|false|null|yes|no|on|off|y|n|[.]inf|[.]nan)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Words();
}
