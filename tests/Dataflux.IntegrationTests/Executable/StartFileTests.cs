using Dataflux.Tests.Dialects.DynamoDbExport;

namespace Dataflux.IntegrationTests.Executable;

/// <summary>The file of SQL that a definition names with <c>onStart</c>, in a migration.</summary>
public sealed class StartFileTests(PostgreSqlFixture server) : IDisposable
{
    private const string Statements = """
        -- Two tables: the records' own, and one that the profile's own onStart writes to.
        create table if not exists note (id text primary key, text text not null);
        create table if not exists started (at_note bigint not null);
        """;

    private const string Profile = """
        Task onStart(ISqlTarget target) => target.Execute("insert into started select count(*) from note");

        Note? parseItem(Item item) => new(item.String("id"), item.String("text"));

        [Table("note")]
        record Note([property: Key] string Id, string Text);
        """;

    private const string Whole = """{"Item":{"id":{"S":"a"},"text":{"S":"first"}}}""";

    private readonly ExportBuilder _export = new ExportBuilder().Lines("a.json.gz", Whole).Write();

    public void Dispose() => _export.Dispose();

    [Fact]
    public async Task It_makes_the_tables_before_the_profiles_onStart_at_each_run()
    {
        using var workspace = await NewAsync(Statements);

        await workspace.RunAsync(0, "check", "notes", "--connect");
        await workspace.RunAsync(0, "try", "notes");
        await workspace.RunAsync(0, "migrate", "notes");
        await workspace.RunAsync(0, "migrate", "notes");
        await workspace.RunAsync(0, "verify", "notes");

        Assert.Equal("a first", await workspace.SqlAsync("select id || ' ' || text from note"));
        Assert.Equal("0, 1", await workspace.SqlAsync("select string_agg(at_note::text, ', ' order by at_note) from started"));
    }

    [Fact]
    public async Task Another_file_is_another_profile_so_that_a_run_does_not_go_on_in_silence()
    {
        using var workspace = await NewAsync(Statements);
        using var more = new ExportBuilder().Lines("a.json.gz", Whole).Lines("b.json.gz", """{"Item":{"id":{"S":"b"}}}""").Write();
        string[] migrate = ["migrate", "notes", "--set", $"source.path={more.Root}", "--max-rejects", "0"];
        await workspace.RunAsync(3, migrate);
        workspace.Write("notes.sql", Statements + "create index if not exists note_text on note (text);");

        var said = await workspace.RunAsync(2, migrate);

        Assert.Contains("the profile changed", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_that_fails_is_told_with_the_file_by_check_try_and_migrate()
    {
        using var workspace = await NewAsync("create table note (id text primary key, text txet);");

        var check = await workspace.RunAsync(2, "check", "notes", "--connect");
        var tried = await workspace.RunAsync(4, "try", "notes");
        var run = await workspace.RunAsync(4, "migrate", "notes");

        Assert.Contains("notes.sql: error DF0212: onStart would fail: type \"txet\" does not exist", check, StringComparison.Ordinal);
        Assert.Contains("notes.sql: onStart failed: type \"txet\" does not exist", tried, StringComparison.Ordinal);
        Assert.Contains("notes.sql: onStart failed: type \"txet\" does not exist", run, StringComparison.Ordinal);
    }

    private async Task<Workspace> NewAsync(string statements)
    {
        var workspace = await Workspace.CreateAsync(server);
        workspace.Write("notes.csx", Profile);
        workspace.Write("notes.sql", statements);
        workspace.Write("notes.yaml", $$"""
            name: notes
            profile: notes.csx
            onStart: notes.sql
            source: { type: local-dynamodb, path: "{{_export.Root}}" }
            """);
        return workspace;
    }
}
