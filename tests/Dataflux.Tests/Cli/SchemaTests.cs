using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dataflux.Cli;
using Dataflux.Cli.Composing;
using Dataflux.Definitions;
using Dataflux.Dialects;
using YamlDotNet.RepresentationModel;

namespace Dataflux.Tests.Cli;

/// <summary>The schema says what the reader knows, and judges definitions as the reader does.</summary>
public sealed class SchemaTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("definition")]
    [InlineData("project")]
    public async Task Every_key_is_in_it_with_its_meaning_default_and_choices(string of)
    {
        var properties = (await PrintedAsync(of)).GetProperty("properties");

        var expected = of == "definition"
            ? DefinitionKeys.All
            : [.. DefinitionKeys.All.Where(key => key.Shared), .. DefinitionKeys.OfProject];
        Assert.Equal(expected.Select(key => key.Name), properties.EnumerateObject().Select(property => property.Name));
        var sections = expected.Where(key => key.Kind == ValueKind.Section).ToList();
        Assert.All(sections, section => Assert.Equal(
            section.Keys.Select(key => key.Name),
            properties.GetProperty(section.Name).GetProperty("properties").EnumerateObject().Select(property => property.Name)));
        var all = expected.Select(key => (Key: key, Schema: properties.GetProperty(key.Name)))
            .Concat(sections.SelectMany(section => section.Keys, (section, key) =>
                (key, properties.GetProperty(section.Name).GetProperty("properties").GetProperty(key.Name))));
        foreach (var (key, schema) in all)
        {
            Assert.StartsWith(key.Description, schema.GetProperty("description").GetString(), StringComparison.Ordinal);
            Assert.EndsWith(
                key.Default is null ? key.Description : $" Default: {key.Default}.",
                schema.GetProperty("description").GetString(),
                StringComparison.Ordinal);
            Assert.All(key.Choices, choice => Assert.Contains($"\"{choice}\"", schema.GetRawText()));
            if (key.Kind == ValueKind.Integer)
            {
                Assert.Equal(key.Range.Min, schema.GetProperty("anyOf")[0].GetProperty("minimum").GetInt64());
                Assert.Equal(key.Range.Max != long.MaxValue, schema.GetProperty("anyOf")[0].TryGetProperty("maximum", out _));
            }
        }

        Assert.Equal(1, properties.GetProperty("readers").GetProperty("default").GetInt64());
        Assert.Equal("10m", properties.GetProperty("retryFor").GetProperty("default").GetString());
        Assert.False(properties.GetProperty("maxRate").TryGetProperty("default", out _));
    }

    [Fact]
    public async Task Every_option_of_every_dialect_is_in_it()
    {
        var properties = (await PrintedAsync("definition")).GetProperty("properties");

        var dialects = ShippedDialects.Registry.Sources.Select(dialect => (Section: "source", dialect.Type, dialect.Options))
            .Concat(ShippedDialects.Registry.Targets.Select(dialect => (Section: "target", dialect.Type, dialect.Options)));
        foreach (var (section, type, options) in dialects)
        {
            var schema = properties.GetProperty(section);
            var below = schema.GetProperty("properties").GetProperty(type).GetProperty("properties");
            var beside = schema.GetProperty("allOf").EnumerateArray()
                .Single(
                    rule => rule.GetProperty("if").GetRawText().Contains($"\"{type}\"", StringComparison.Ordinal)
                        && !rule.GetProperty("if").TryGetProperty("not", out _))
                .GetProperty("then").GetProperty("properties");
            Assert.Equal(options.Select(option => option.Name), below.EnumerateObject().Select(property => property.Name));
            Assert.All(
                options,
                option => Assert.StartsWith(
                    option.Description, beside.GetProperty(option.Name).GetProperty("description").GetString(), StringComparison.Ordinal));
            Assert.All(options.SelectMany(option => option.Choices.Select(choice => (option.Name, choice))),
                each => Assert.Contains($"\"{each.choice}\"", below.GetProperty(each.Name).GetRawText()));
        }
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("batchSize: 500", true)]
    [InlineData("batchSize: '500'", true)]
    [InlineData("batchSize: ${BATCH:-500}", true)]
    [InlineData("batchSize:", true)]
    [InlineData("batchSize: many", false)]
    [InlineData("batchSize: 0", false)]
    [InlineData("batchSize: 1000001", false)]
    [InlineData("batchSize: 1.5", false)]
    [InlineData("batchSize: [1]", false)]
    [InlineData("batchsize: 500", false)]
    [InlineData("readers: 65", false)]
    [InlineData("nul: strip", true)]
    [InlineData("nul: keep", false)]
    [InlineData("checkpoint: target", true)]
    [InlineData("checkpoint: disk", false)]
    [InlineData("maxRejects: 100", true)]
    [InlineData("maxRejects: 1%", true)]
    [InlineData("maxRejects: 0.5%", true)]
    [InlineData("maxRejects: -1", false)]
    [InlineData("maxRejects: few", false)]
    [InlineData("retryFor: 1h30m", true)]
    [InlineData("retryFor: 90", false)]
    [InlineData("retryFor: soon", false)]
    [InlineData("verify: batch", true)]
    [InlineData("verify: batches", false)]
    [InlineData("verify: { owns: [picture], batch: true }", true)]
    [InlineData("maxRate: 100000/min", true)]
    [InlineData("maxRate: 5000/s", true)]
    [InlineData("maxRate: 0.5/m", true)]
    [InlineData("maxRate: 5000", false)]
    [InlineData("maxReplicaLag: 10s", true)]
    [InlineData("undo: keep", true)]
    [InlineData("undo: true", false)]
    [InlineData("allowOutside: true", true)]
    [InlineData("allowOutside: yes please", false)]
    [InlineData("allowOutside: 1", false)]
    [InlineData("options: { maxId: 5, name: x, on: true }", true)]
    [InlineData("options: { a: { b: 1 } }", false)]
    [InlineData("options: [1]", false)]
    [InlineData("stateDir: 2024", true)]
    [InlineData("stateDir: { a: 1 }", false)]
    [InlineData("profileSha256: abc", false)]
    [InlineData("unknown: 1", false)]
    [InlineData("source: { type: local-dynamodb, path: export }", true)]
    [InlineData("source: { type: local-dynamodb, path: export, manifest: none }", true)]
    [InlineData("source: { type: local-dynamodb, path: export, manifest: some }", false)]
    [InlineData("source: { type: local-dynamodb, path: export, bucket: b }", false)]
    [InlineData("source: { type: local-dynamodb, path: export, exports: [a, b] }", true)]
    [InlineData("source: { type: local-dynamodb, path: export, exports: [[a]] }", false)]
    [InlineData("source: { type: local-dynamodb, path: export, exports: all, export: latest }", false)]
    [InlineData("source: { type: s3-dynamodb, bucket: b, stream: true, tempMegabytes: 10 }", true)]
    [InlineData("source: { type: s3-dynamodb, bucket: b, stream: maybe }", false)]
    [InlineData("source: { type: s3-dynamodb, bucket: b, local-dynamodb: { path: export } }", true)]
    [InlineData("source: { type: s3-dynamodb, bucket: b, local-dynamodb: { pathh: export } }", false)]
    [InlineData("source: { type: local-dynamodb, path: export, s3-dynamodb: [1] }", false)]
    [InlineData("source: { type: dynamodb }", false)]
    [InlineData("source: export", false)]
    [InlineData("target: { type: postgresql, host: db, port: 5432, ssl: true }", true)]
    [InlineData("target: { type: postgresql, ssl: maybe }", false)]
    [InlineData("target: { type: postgresql, hots: db }", false)]
    [InlineData("target: { type: postgresql, statementTimeout: 30s }", true)]
    [InlineData("target: { type: postgresql, statementTimeout: 30 }", false)]
    public async Task Reader_and_schema_judge_alike(string more, bool isRight)
    {
        var text = $"name: pictures\nprofile: pictures.csx\n{more}\n";
        text += more.StartsWith("source:", StringComparison.Ordinal) ? "" : "source: { type: local-dynamodb, path: export }\n";
        text += more.StartsWith("target:", StringComparison.Ordinal) ? "" : "target: { type: postgresql }\n";
        _work.With("pictures.csx", "").With("pictures.yaml", text);

        var read = Shipped.Composition.Reader(_work.Console).Read(Path.Combine(_work.Folder, "pictures.yaml"), new Overrides());
        var schema = await PrintedAsync("definition");

        Assert.True(isRight == (read.Problems.Count == 0), string.Join('\n', read.Problems));
        Assert.Equal(isRight, SchemaJudge.Allows(schema, AsJson(text)));
    }

    [Theory]
    [InlineData("definition", "name: a", false)]
    [InlineData("project", "batchSize: 5", true)]
    [InlineData("project", "source: { s3-dynamodb: { bucket: b } }", true)]
    [InlineData("project", "source: { type: '${KIND}', bucket: b, path: p }", true)]
    [InlineData("project", "name: a", false)]
    [InlineData("project", "limit: 5", false)]
    public async Task What_belongs_to_one_file_is_refused_in_the_other(string of, string text, bool isRight) =>
        Assert.Equal(isRight, SchemaJudge.Allows(await PrintedAsync(of), AsJson(text)));

    [Fact]
    public async Task The_shipped_definitions_are_right_by_the_schema()
    {
        var schema = await PrintedAsync("definition");

        Assert.All(Directory.GetFiles(Path.Combine(Repository.Folder, "migrations"), "*.yaml")
            .Where(path => !path.EndsWith(".tests.yaml", StringComparison.Ordinal)),
            path => Assert.True(SchemaJudge.Allows(schema, AsJson(File.ReadAllText(path))), path));
        Assert.True(
            SchemaJudge.Allows(await PrintedAsync("project"), AsJson(File.ReadAllText(Path.Combine(Repository.Folder, "dataflux.yaml")))));
    }

    [Fact]
    public async Task What_has_no_schema_is_a_usage_error()
    {
        Assert.Equal(2, await _work.RunAsync("schema", "projct"));
        Assert.Contains("did you mean 'project'?", _work.Error.ToString());
    }

    private static async Task<JsonElement> PrintedAsync(string of)
    {
        using var work = new Workspace();
        var code = await DatafluxCommand.RunAsync(["schema", of], work.Console, Shipped.Composition, TestContext.Current.CancellationToken);
        Assert.True(code == 0, work.Error.ToString());
        return JsonDocument.Parse(work.Out.ToString()).RootElement;
    }

    /// <summary>YAML as editors see it: plain scalars have the types of YAML's core schema.</summary>
    private static JsonElement AsJson(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return JsonSerializer.SerializeToElement(Node(stream.Documents[0].RootNode));
    }

    private static JsonNode? Node(YamlNode node) => node switch
    {
        YamlMappingNode map =>
            new JsonObject(map.Children.Select(child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, Node(child.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Node)]),
        YamlScalarNode { Style: not YamlDotNet.Core.ScalarStyle.Plain } quoted => quoted.Value,
        YamlScalarNode { Value: null or "" or "~" or "null" } => null,
        YamlScalarNode { Value: "true" } => true,
        YamlScalarNode { Value: "false" } => false,
        YamlScalarNode { Value: { } text } when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
            number,
        YamlScalarNode scalar => scalar.Value,
        _ => throw new InvalidOperationException($"{node.NodeType} is not expected"),
    };
}
