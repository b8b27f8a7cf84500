using Dataflux.Tests.Dialects.DynamoDbExport;

namespace Dataflux.IntegrationTests.Executable;

/// <summary>Text that PostgreSQL cannot hold, from the definition's <c>nul</c> to the table and the reject file.</summary>
public sealed class NulTests(PostgreSqlFixture server) : IDisposable
{
    private const string Profile = """
        record Row(string Id, string Text, Json Doc);

        [Table("note")]
        record Note([property: Key] string Id, string Text, [property: Column("doc", TypeName = "jsonb")] Json Doc);

        Task onStart(ISqlTarget target) => target.Execute("create table if not exists note (id text primary key, text text not null, doc jsonb not null)");

        Row? parseItem(Item item) => new(item.String("id"), item.String("text"), item.ToJson());

        Note transform(Row row) => new(row.Id, row.Text, row.Doc);
        """;

    private static readonly string[] Lines =
    [
        Line("1 plain", "a", "b", "c"),
        Line("2 nul in text", """a\u0000b""", "b", "c"),
        Line("3 surrogate in text", """a\ud800b""", "b", "c"),
        Line("4 nul in document", "a", """b\u0000""", "c"),
        Line("5 surrogate in document", "a", "b", """c\udc00\u0041"""),
        Line("6 pair and escaped backslash", """\ud83d\ude00""", """\\u0000""", """\\ud800"""),
    ];

    private readonly ExportBuilder _export = new ExportBuilder().Lines("a.json.gz", Lines).Write();

    public void Dispose() => _export.Dispose();

    [Fact]
    public async Task By_default_each_is_a_reject_that_names_the_attribute_and_the_others_are_written()
    {
        using var workspace = await NewAsync("");

        await workspace.RunAsync(1, "migrate", "notes.yaml");

        Assert.Equal("1 plain, 6 pair and escaped backslash", await IdsAsync(workspace));
        var rejects = workspace.Rejects("notes").ToDictionary(
            reject => reject.GetProperty("lines")[0].GetInt64(),
            reject => (Stage: reject.GetProperty("stage").GetString(), Error: reject.GetProperty("error")));
        Assert.Equal([2, 3, 4, 5], rejects.Keys.Order());
        Assert.Equal(["upsert 22021", "parseItem AttributeException", "upsert 22P05", "upsert 22P05"],
            rejects.OrderBy(reject => reject.Key)
                .Select(reject => $"{reject.Value.Stage} {reject.Value.Error.GetProperty("code").GetString()}"));
        Assert.Contains("; it is in attribute text; 'nul: strip'", Message(2));
        Assert.Contains("AttributeException: text: expected text, found S ", Message(3));
        Assert.Contains("with half of a surrogate pair", Message(3));
        Assert.Contains("(column \"doc\" of table \"note\") holds \\u0000", Message(4));
        Assert.Contains("; it is in attribute m.inner; 'nul: strip'", Message(4));
        Assert.Contains("(column \"doc\" of table \"note\") holds the lone surrogate \\udc00", Message(5));
        Assert.Contains("; it is in attribute m.list[1]; 'nul: strip'", Message(5));

        string Message(long line) => rejects[line].Error.GetProperty("message").GetString()!;
    }

    [Theory]
    [InlineData("strip", "a,ab,ab,a,a,😀", "b,b,b,b,b,\\u0000", "c,c,c,c,cA,\\ud800")]
    [InlineData("replace", "a,a\ufffdb,a\ufffdb,a,a,😀", "b,b,b,b\ufffd,b,\\u0000", "c,c,c,c,c\ufffdA,\\ud800")]
    public async Task The_definition_may_take_them_out_or_replace_them(string policy, string texts, string inner, string inList)
    {
        using var workspace = await NewAsync($"nul: {policy}");

        await workspace.RunAsync(0, "migrate", "notes.yaml");

        Assert.Equal(texts, await workspace.SqlAsync("select string_agg(text, ',' order by id) from note"));
        Assert.Equal(inner, await workspace.SqlAsync("select string_agg(doc #>> '{m,inner}', ',' order by id) from note"));
        Assert.Equal(inList, await workspace.SqlAsync("select string_agg(doc #>> '{m,list,1}', ',' order by id) from note"));
    }

    private static Task<string> IdsAsync(Workspace workspace) => workspace.SqlAsync("select string_agg(id, ', ' order by id) from note");

    private static string Line(string id, string text, string inner, string inList) => $$$$$$"""
        {"Item":{"id":{"S":"{{{{{{id}}}}}}"},"text":{"S":"{{{{{{text}}}}}}"},"m":{"M":{"inner":{"S":"{{{{{{inner}}}}}}"},"list":{"L":[{"N":"1"},{"S":"{{{{{{inList}}}}}}"}]}}}}}
        """;

    private async Task<Workspace> NewAsync(string nul)
    {
        var workspace = await Workspace.CreateAsync(server);
        var migrations = Path.Combine(workspace.Folder, "migrations");
        File.WriteAllText(Path.Combine(migrations, "notes.csx"), Profile);
        File.WriteAllText(
            Path.Combine(migrations, "notes.yaml"),
            $"name: notes\nprofile: notes.csx\nsource: {{ type: local-dynamodb, path: {_export.Root} }}\n{nul}\n");
        return workspace;
    }
}
