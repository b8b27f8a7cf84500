using Dataflux.Cli;
using Dataflux.Cli.Composing;
using Dataflux.Engine.Ground;
using Dataflux.Tests.Dialects.DynamoDbExport;

namespace Dataflux.Tests.Cli;

/// <summary><c>dataflux check</c> with the real source and a real script: what it says of a sample of the export.</summary>
public sealed class CheckSampleTests : IDisposable
{
    private const string Script = """
        record Row(long Id, string Name);
        [Table("person")] record Person([property: Key] long Id, string Name);
        Row? parseItem(Item item)
        {
            if (!item.Has("id")) return null;
            return new(item.Int64("id"), item.String("name"));
        }
        bool filter(Row row) => row.Id != 13;
        long groupKey(Row row) => row.Id;
        Person transform(IReadOnlyList<Row> rows)
        {
            if (rows[0].Name == "nobody") throw new InvalidOperationException("nobody is no person");
            return new(rows[0].Id, rows[0].Name);
        }
        """;

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Kept_skipped_and_rejected_items_are_counted_by_reason_with_an_example_each()
    {
        using var export = new ExportBuilder()
            .Lines("a.json.gz", Person(1, "Ann"), Person(1, "Anna"), Person(13, "Bob"), """{"Item":{"other":{"S":"x"}}}""")
            .Lines(
                "b.json.gz",
                Person(2, "nobody"),
                """{"Item":{"id":{"S":"x"},"name":{"S":"Cid"}}}""",
                """{"Item":{"id":{"N":"5"}}}""",
                Person(6, "Eve"))
            .Write();

        var output = await CheckAsync(0, export);

        Assert.Matches(
            @"\nsample: all 8 items of 2 files: 3 kept, 2 skipped, 3 rejected; \d+\.\d µs an item\n  kept: 2 groups made 2 Person records\n",
            output);
        Assert.Matches(@"\n  skipped by parseItem: 1 item, such as \S+/data/a\.json\.gz line 4\n", output);
        Assert.Matches(@"\n  skipped by filter: 1 item, such as \S+/data/a\.json\.gz line 3\n", output);
        Assert.Matches(
            @"\npeople\.csx\(6,5\): warning DF0203: 1 of 8 items rejected at parseItem: AttributeException: id: expected N \(64-bit integer\), found S .*; such as \S+/b\.json\.gz line 2\n",
            output);
        Assert.Matches(
            @"\npeople\.csx\(6,5\): warning DF0203: 1 of 8 items rejected at parseItem: AttributeException: name: attribute is missing; .*; such as \S+/b\.json\.gz line 3\n",
            output);
        Assert.Matches(
            @"\npeople\.csx\(12,35\): warning DF0203: 1 of 8 items rejected at transform: InvalidOperationException: nobody is no person; such as \S+/b\.json\.gz line 1\n",
            output);
    }

    [Fact]
    public async Task A_script_that_keeps_nothing_and_rejects_something_is_a_problem()
    {
        using var export = new ExportBuilder().Lines(
            "a.json.gz", Person(13, "Bob"), """{"Item":{"id":{"S":"x"}}}""", """{"Item":{"id":{"S":"y"}}}""").Write();

        var output = await CheckAsync(ExitCode.Usage, export);

        Assert.Matches(@"\npeople\.csx\(6,5\): error DF0202: 2 of 3 items rejected at parseItem: ", output);
        Assert.DoesNotContain("OK", output);
    }

    [Fact]
    public async Task A_script_that_skips_everything_is_warned_of()
    {
        using var export = new ExportBuilder().Lines("a.json.gz", Person(13, "Bob"), """{"Item":{"other":{"S":"x"}}}""").Write();

        Assert.Contains(
            "people.csx(8,6): warning DF0204: the profile skips all 2 items of the sample, by filter and parseItem; correct the condition",
            await CheckAsync(0, export));
    }

    [Fact]
    public async Task Records_of_different_groups_with_one_key_are_warned_of()
    {
        using var export = new ExportBuilder().Lines("a.json.gz", Person(1, "Ann"), Person(2, "Ann"), Person(3, "Bob"), Person(4, "Ann"))
            .Write();

        var output = await CheckAsync(
            0,
            export,
            Script.Replace("[property: Key] long Id, string Name", "long Id, [property: Key] string Name", StringComparison.Ordinal),
            []);

        Assert.Matches(
            @"\npeople\.csx\(2,26\): warning DF0205: 2 of 4 Person records overwrite another one of the sample, because both have the same key; such as \{""Name"":""Ann""\} of \S+a\.json\.gz line 1 and \S+a\.json\.gz line 2; mark with \[Key\] ",
            output);
    }

    [Fact]
    public async Task Records_of_one_key_that_upsert_may_combine_are_not_warned_of()
    {
        using var export = new ExportBuilder().Lines("a.json.gz", Person(1, "Ann"), Person(2, "Ann")).Write();

        var output = await CheckAsync(
            0,
            export,
            Script.Replace("[property: Key] long Id, string Name", "long Id, [property: Key] string Name", StringComparison.Ordinal)
            + "\nTask<int> upsert(ISqlTarget target, IReadOnlyList<Person> batch) => target.Upsert(batch, on => on.Combine(\"id\", "
            + "\"greatest(person.id, excluded.id)\"));",
            []);

        Assert.DoesNotContain("DF0205", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attributes_that_are_never_read_are_warned_of_or_are_an_error_or_are_let_be_as_the_definition_says()
    {
        using var export = new ExportBuilder().Lines(
            "a.json.gz",
            """{"Item":{"id":{"N":"1"},"name":{"S":"Ann"},"middleName":{"S":"Sue\u001b[31m"},"ttl":{"N":"5"}}}""",
            """{"Item":{"id":{"N":"2"},"name":{"S":"Bob"},"ttl":{"N":"6"}}}""",
            """{"Item":{"other":{"S":"x"}}}""").Write();
        const string middle = "middleName in 50.0 % of them, e.g. \"Sue\\u001b[31m\"";

        Assert.Contains(
            "\npeople.csx(3,6): warning DF0206: 2 attributes of the 2 items that became rows are never read: ttl in 100.0 % of them, e.g. 5; "
            + $"{middle}; read what is to be kept, ",
            await WithAsync(0, ""));
        Assert.Contains($"\npeople.csx(3,6): error DF0206: 2 attributes of the 2 items", await WithAsync(ExitCode.Usage, "coverage: error"));
        Assert.Contains(
            $"\npeople.csx(3,6): error DF0206: 1 attribute of the 2 items that became rows is never read: {middle}; read what",
            await WithAsync(ExitCode.Usage, "coverage: { mode: error, ignore: [ttl] }"));
        Assert.DoesNotContain("DF0206", await WithAsync(0, "coverage: { ignore: 'ttl,middle*' }"));
        Assert.DoesNotContain("DF0206", await WithAsync(0, "coverage: off"));
        Assert.Contains(
            "people.yaml(5,11): error DF0008: 'mode' is 'eror'; expected warn, error or off; did you mean 'error'?",
            await WithAsync(ExitCode.Usage, "coverage: eror"));
        Assert.Contains(
            "people.yaml(5,13): error DF0002: 'coverage' has no key 'modus'", await WithAsync(ExitCode.Usage, "coverage: { modus: warn }"));

        Task<string> WithAsync(int exitCode, string key) => CheckAsync(exitCode, export, Script, [], key);
    }

    [Fact]
    public async Task No_more_items_are_taken_than_asked_for()
    {
        using var export = new ExportBuilder()
            .Lines("a.json.gz", [.. Enumerable.Range(0, 50).Select(i => Person(i, "x"))])
            .Lines("b.json.gz", [.. Enumerable.Range(0, 50).Select(i => Person(i, "x"))])
            .Write();

        Assert.Contains("sample: 10 items of 2 files: 10 kept", await CheckAsync(0, export, "--sample", "10"));
        Assert.DoesNotContain("sample:", await CheckAsync(0, export, "--sample", "0"));
    }

    [Fact]
    public async Task Without_its_export_the_rest_is_checked_all_the_same()
    {
        using var export = new ExportBuilder().Lines("a.json.gz", Person(1, "x")).Write();
        File.WriteAllBytes(export.DataPath("a.json.gz"), [1, 2, 3]);

        var output = await CheckAsync(0, export);

        Assert.Single(
            output.Split('\n'), line => line.StartsWith("sample: left out, because the export cannot be read: ", StringComparison.Ordinal));
        Assert.Contains("people.yaml: OK", output);
    }

    [Fact]
    public async Task A_negative_sample_is_a_usage_error()
    {
        using var export = new ExportBuilder().Write();

        Assert.Contains("--sample is -1; expected a number of items, 0 or more", await CheckAsync(ExitCode.Usage, export, "--sample=-1"));
    }

    private static string Person(int id, string name) => $$$$"""{"Item":{"id":{"N":"{{{{id}}}}"},"name":{"S":"{{{{name}}}}"}}}""";

    private Task<string> CheckAsync(int exitCode, ExportBuilder export, params string[] arguments) =>
        CheckAsync(exitCode, export, Script, arguments);

    private async Task<string> CheckAsync(int exitCode, ExportBuilder export, string script, string[] arguments, string key = "")
    {
        _workspace.With("people.csx", script).With("people.yaml", $$"""
            name: people
            profile: people.csx
            source: { type: local-dynamodb, path: {{export.Root}} }
            target: { type: postgresql }
            {{key}}
            """);
        using var output = new StringWriter { NewLine = "\n" };
        var console = _workspace.Console with { Out = output, Error = output };
        var code = await DatafluxCommand.RunAsync(
            ["check", "people.yaml", .. arguments], console, Shipped.Composition, TestContext.Current.CancellationToken);
        Assert.True(code == exitCode, $"exit code {code}: {output}");
        return output.ToString();
    }
}
