using System.Text.Json;
using Dataflux.Cli;
using Dataflux.Cli.Composing;
using Dataflux.Tests.Dialects.DynamoDbExport;

namespace Dataflux.Tests.Cli;

/// <summary><c>dataflux inspect</c> with the real sources: what it lists, which export it looks into, how it answers.</summary>
public sealed class InspectCommandTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_folder_with_one_export_is_shown_as_a_table()
    {
        using var export = new ExportBuilder()
            .Lines("a.json.gz", """{"Item":{"id":{"S":"x"},"n":{"N":"12.5"}}}""", """{"Item":{"id":{"S":"y"},"n":{"N":"-3"}}}""")
            .Lines("b.json.gz", """{"Item":{"id":{"S":"z"},"n":{"NULL":true}}}""")
            .Write();

        var output = await RunAsync(0, export.Root);

        Assert.Contains("1 export found", output);
        Assert.Matches(@"01715685260608-c488b4e1 +S3ExportTest +full +DYNAMODB_JSON +2024-05-14T11:14:20Z +3 +19 B +/", output);
        Assert.Contains("3 items, 2 files, ", output);
        Assert.Contains("key: id, likely: in all items, and unique", output);
        Assert.Matches(@"\n  id +S +100\.0 % +up to 1 character; all different +x \| y \| z\r?\n", output);
        Assert.Matches(@"\n  n +N:2 NULL:1 +100\.0 % +-3 to 12\.5; 2\.1 digits; all different +12\.5 \| -3\r?\n", output);
    }

    [Fact]
    public async Task For_programs_it_answers_in_JSON()
    {
        using var export = new ExportBuilder().Lines("a.json.gz", """{"Item":{"id":{"S":"x"}}}""").Write();

        using var json = JsonDocument.Parse(await RunAsync(0, export.Folder, "--output", "json"));

        Assert.Equal("S3ExportTest", json.RootElement.GetProperty("exports")[0].GetProperty("table").GetString());
        var kind = json.RootElement.GetProperty("inspection").GetProperty("kinds")[0];
        Assert.Equal(1, kind.GetProperty("attributes")[0].GetProperty("types").GetProperty("S").GetInt64());
        Assert.Equal("None", json.RootElement.GetProperty("inspection").GetProperty("kindRule").GetProperty("by").GetString());
    }

    [Fact]
    public async Task Of_several_exports_the_newest_full_one_is_taken_and_unfinished_ones_are_listed()
    {
        using var export = new ExportBuilder().Lines("a.json.gz", """{"Item":{"id":{"S":"x"}}}""").Write();
        using var incremental = new ExportBuilder
        {
            MoreOfSummary =
                "\"exportFromTime\":\"2024-05-14T00:00:00Z\",\"exportToTime\":\"2024-05-15T00:00:00Z\",\"exportType\":\"INCREMENTAL_EXPORT\",",
        }.Lines("c.json.gz", """{"Metadata":{"WriteTimestampMicros":{"N":"1"}},"Keys":{"id":{"S":"q"}}}""").Write();
        incremental.CopyTo(Path.Combine(export.Root, "AWSDynamoDB", "later"));
        Directory.CreateDirectory(Path.Combine(export.Root, "AWSDynamoDB", "running"));
        File.WriteAllText(Path.Combine(export.Root, "AWSDynamoDB", "running", "_started"), "");

        var output = await RunAsync(0, export.Root);
        var chosen = await RunAsync(0, export.Root, "--export", "later");

        Assert.Contains("3 exports found", output);
        Assert.Matches("running +- +- .*running: has no manifest-summary.json: the export is still running or failed", output);
        Assert.Contains($"Looked into {export.Folder}", output);
        Assert.Contains("another one: --export <id>", output);
        Assert.Contains("1 item deleted", chosen);
        Assert.Contains("key: id, as the export says", chosen);
    }

    [Fact]
    public async Task Files_without_a_manifest_are_read_as_they_are()
    {
        _workspace.With("dump/scan.json", """{"Items":[{"id":{"S":"a"}},{"id":{"S":"b"}}],"Count":2}""");

        Assert.Contains("2 items, 1 file", await RunAsync(0, "dump"));
        Assert.Contains("2 items, 1 file", await RunAsync(0, "dump/scan.json"));
    }

    [Fact]
    public async Task An_export_in_Ion_gives_the_same_findings()
    {
        string[] lines =
        [
            """{"Item":{"id":{"S":"x"},"tags":{"SS":["a"]},"n":{"N":"600"}}}""",
            """{"Item":{"id":{"S":"y"},"m":{"M":{"t":{"BOOL":true}}},"n":{"N":"7"}}}""",
        ];
        using var json = new ExportBuilder().Lines("a.json.gz", lines).Write();
        using var ion = new ExportBuilder { Format = "ION" }.Lines("a.json.gz", [.. lines.Select(IonText.AsAwsWrites)]).Write();

        static string Kinds(string output) =>
            JsonDocument.Parse(output).RootElement.GetProperty("inspection").GetProperty("kinds").GetRawText();
        Assert.Equal(Kinds(await RunAsync(0, json.Root, "-o", "json")), Kinds(await RunAsync(0, ion.Root, "-o", "json")));
    }

    [Fact]
    public async Task A_definition_is_inspected_before_there_is_a_profile()
    {
        using var export = new ExportBuilder().Lines("a.json.gz", """{"Item":{"id":{"S":"x"}}}""").Write();
        _workspace.With(
            "migrations/new.yaml", $"name: new\nprofile: missing.csx\nsource: {{ type: local-dynamodb, path: {export.Root} }}\n");

        Assert.Contains("1 item, 1 file", await RunAsync(0, "new"));
    }

    [Theory]
    [InlineData("nowhere", "there is no definition 'nowhere'")]
    [InlineData("./nowhere",
        "'./nowhere' does not exist; give a CSV or NDJSON file, a folder with an export, s3://bucket/prefix, "
            + "a database such as postgresql://user@host/database, or a definition")]
    [InlineData("ftp://x", "exports are not read from 'ftp://x'")]
    public async Task What_is_not_there_is_a_usage_error(string what, string expected) =>
        Assert.Contains(expected, await RunAsync(2, what));

    [Fact]
    public async Task A_damaged_file_is_an_error_and_no_table()
    {
        using var export = new ExportBuilder().Lines("a.json.gz", """{"Item":{"id":{"S":"x"}}}""").Write();
        File.WriteAllBytes(export.DataPath("a.json.gz"), [1, 2, 3]);

        Assert.Contains("the MD5 is ", await RunAsync(4, export.Root));
    }

    [Fact]
    public async Task A_sample_must_be_of_something() =>
        Assert.Contains("--sample is 0; expected a number of items", await RunAsync(2, ".", "--sample", "0"));

    private async Task<string> RunAsync(int exitCode, params string[] arguments)
    {
        using var output = new StringWriter();
        var code = await DatafluxCommand.RunAsync(
            ["inspect", .. arguments],
            _workspace.Console with { Out = output, Error = output },
            Shipped.Composition,
            TestContext.Current.CancellationToken);
        Assert.True(code == exitCode, $"exit code {code}: {output}");
        return output.ToString();
    }
}
