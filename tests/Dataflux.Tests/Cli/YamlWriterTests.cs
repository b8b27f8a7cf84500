using System.Text.Json.Nodes;
using Dataflux.Definitions;
using Dataflux.Definitions.Yaml;
using Dataflux.Engine.Ground;

namespace Dataflux.Tests.Cli;

public sealed class YamlWriterTests
{
    private static readonly string[] Texts =
    [
        "plain", "two words", "", " ", " before", "after ", "a: b", "a:b", "a #b", "#", "- x", "-", "? x", "a\nb", "a\r\nb\n",
        "tab\tx", "\u0001", "\u0085\u2028\u2029\ufeff", "é 😀", "it's", "\"q\"", "true", "True", "null", "NULL", "~", "yes", "off",
        "n", "1", "-1.5", "1e3", "007", "0x1f", "1_000", ".5", ".inf", "2024-01-01", "2024-01-01T10:00:00Z", "10:20", "@x", "%x",
        "`x", "*a", "&a", "!t", "[x]", "{x}", "a, b", "$x", "${x}", "\\n", "C:\\x", "http://x/y?z=1", "/a/b.csx", "=", "<<",
        "--- x", "...", "|", ">",
    ];

    [Fact]
    public void Texts_read_back_as_the_same_texts_wherever_they_stand()
    {
        foreach (var text in Texts)
        {
            foreach (var yaml in new[]
            {
                $"a: {YamlWriter.Scalar(text)}",
                $"a:\n  - {YamlWriter.Scalar(text)}",
                $"a: {YamlWriter.Flow(new JsonObject { [text] = text })}",
                string.Join('\n', YamlWriter.Lines("a", new JsonArray(new JsonObject { ["k"] = text }), indent: 0)),
                string.Join(
                    '\n', YamlWriter.Lines("a", new JsonObject { ["k"] = new JsonArray(new JsonObject { [text] = text }) }, indent: 0)),
            })
            {
                var problems = new List<Problem>();
                var read = YamlReader.Read("x.yaml", yaml, problems);

                Assert.Empty(problems);
                Assert.All(ScalarsOf(read!.Entries[0].Value), scalar => Assert.Equal((yaml, text), (yaml, TextOf(scalar))));
            }
        }
    }

    private static object? TextOf(YamlScalar scalar) => scalar.IsNull ? null : PlainValue.Of(scalar.Text, scalar.Quoted);

    private static IEnumerable<YamlScalar> ScalarsOf(YamlValue value) => value switch
    {
        YamlMap map => map.Entries.SelectMany(entry => ScalarsOf(entry.Value)),
        YamlList list => list.Values.SelectMany(ScalarsOf),
        YamlScalar scalar => [scalar],
        _ => throw new NotSupportedException($"{value}"),
    };
}
