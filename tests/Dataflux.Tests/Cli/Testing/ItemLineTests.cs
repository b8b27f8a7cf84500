using Dataflux.Authoring.Testing;
using Dataflux.Definitions.Yaml;
using Dataflux.Engine.Ground;

namespace Dataflux.Tests.Cli.Testing;

public sealed class ItemLineTests
{
    [Theory]
    [InlineData(
        "{ a: text, b: 1.50, c: true, d: null }", """{"Item":{"a":{"S":"text"},"b":{"N":"1.50"},"c":{"BOOL":true},"d":{"NULL":true}}}""")]
    [InlineData(
        """{ a: "1", b: 'true', c: "null", d: ~ }""", """{"Item":{"a":{"S":"1"},"b":{"S":"true"},"c":{"S":"null"},"d":{"NULL":true}}}""")]
    [InlineData("{ a: { b: [1, { c: x }] } }", """{"Item":{"a":{"M":{"b":{"L":[{"N":"1"},{"M":{"c":{"S":"x"}}}]}}}}}""")]
    [InlineData("{ a: { SS: [x, y] }, b: { NS: [1] }, c: { B: aGk= }, d: { N: x }, e: { BOOL: false } }",
        """{"Item":{"a":{"SS":["x","y"]},"b":{"NS":["1"]},"c":{"B":"aGk="},"d":{"N":"x"},"e":{"BOOL":false}}}""")]
    [InlineData("""{ Item: { a: { S: "1" }, b: 2 } }""", """{"Item":{"a":{"S":"1"},"b":{"N":"2"}}}""")]
    [InlineData("{ Keys: { id: x }, NewImage: { id: x, n: 1 } }",
        """{"Metadata":{"WriteTimestampMicros":{"N":"946684800000000"}},"Keys":{"id":{"S":"x"}},"NewImage":{"id":{"S":"x"},"n":{"N":"1"}}}""")]
    [InlineData(
        "{ Metadata: { WriteTimestampMicros: { N: 5 } }, Keys: { id: x } }",
        """{"Metadata":{"WriteTimestampMicros":{"N":"5"}},"Keys":{"id":{"S":"x"}}}""")]
    [InlineData("{ Item: an attribute of that name }", """{"Item":{"Item":{"S":"an attribute of that name"}}}""")]
    [InlineData("'{\"Item\":{cut off'", """{"Item":{cut off""")]
    [InlineData("{}", """{"Item":{}}""")]
    public void Plain_and_typed_values_become_a_line_of_an_export(string yaml, string line)
    {
        var problems = new List<Problem>();

        var read = YamlReader.Read("items.yaml", $"item: {yaml}", problems);

        Assert.Empty(problems);
        Assert.Equal(line, ItemLine.Of(read!["item"]!));
    }
}
