using System.Text;
using Dataflux.Dialects.PostgreSql.Encoding;
using Npgsql;

namespace Dataflux.IntegrationTests.PostgreSql;

/// <summary>Generated documents, whole and damaged: the text that dataflux writes of them is the server's, or none.</summary>
public sealed class JsonbTextTests(PostgreSqlFixture server) : TargetTests(server)
{
    // The text that the server has for a document, or null where it is none.
    private const string Judge = """
        create function judge(document text) returns text language plpgsql immutable as
        'begin return document::jsonb::text; exception when others then return null; end'
        """;

    private static readonly string[] s_names =
    [
        "", "a", "b", "aa", "ab", "B", "id", "na", "né", "ñ", "name", "\\u0041", "ключ", "path", "width",
    ];
    private static readonly string[] s_blanks = ["", "", "", " ", "\t", "\n", " \r\n "];
    private static readonly string[] s_numbers =
    [
        "0", "-0", "1", "-1", "10", "1.0", "1.50", "-0.0", "0.00", "123456789012345678901234567890", "1e2", "1E+2", "1.5e1", "1.50e1",
        "1.55e1", "1e-3", "-1.25e-2", "0e5",
        "0.0e-2", "0.05e1", "0.05e2", "10e-1", "100e-3", "-0e3", "1.000e3", "12.34e-1", "5e-1",
    ];

    private static readonly string[] s_pieces =
    [
        "a", "grün", "🌱", "\\n", "\\b", "\\f", "\\r", "\\t", "\\\"", "\\\\", "\\/", "\\u0041", "\\u00fc", "\\u0001", "\\u001F", "\\u0022",
        "\\u005c", "\\uD83C\\uDF31", "\u007f",
        "sixteen bytes and more of them", "/",
    ];

    [Fact]
    public async Task Every_document_has_the_servers_text()
    {
        var random = new Random(1);
        var documents = Enumerable.Range(0, 20_000).Select(_ => Document(random, depth: 0)).ToList();
        var judged = await JudgeAsync(documents);
        for (var i = 0; i < documents.Count; i++)
        {
            Assert.NotNull(judged[i]);
            Assert.Equal(judged[i], Written(documents[i]));
        }
    }

    [Fact]
    public async Task A_damaged_document_has_the_servers_text_or_none()
    {
        var random = new Random(2);
        var documents = Enumerable.Range(0, 40_000).Select(_ => Damaged(random, Document(random, depth: 1))).ToList();
        var judged = await JudgeAsync(documents);
        for (var i = 0; i < documents.Count; i++)
        {
            if (Written(documents[i]) is { } written)
                Assert.Equal(judged[i], written);
        }

        Assert.InRange(judged.Count(text => text is null), 10_000, 35_000);
    }

    private readonly JsonbText _text = new();

    private string? Written(string json)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        return _text.TryWrite([.. utf8, .. new byte[JsonbText.Slack]], 0, utf8.Length) ? Encoding.UTF8.GetString(_text.Written) : null;
    }

    private async Task<string?[]> JudgeAsync(List<string> documents)
    {
        await SqlAsync(Judge);
        await using var command = Source.CreateCommand("select array_agg(judge(d) order by n) from unnest($1) with ordinality as u(d, n)");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. documents] });
        return (string?[])(await command.ExecuteScalarAsync(Stop))!;
    }

    private static string Document(Random random, int depth)
    {
        var blank = s_blanks[random.Next(s_blanks.Length)];
        return blank + (random.Next(depth > 3 ? 4 : 6) switch
        {
            0 => s_numbers[random.Next(s_numbers.Length)],
            1 => new[] { "true", "false", "null" }[random.Next(3)],
            2 or 3 => '"' + string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => s_pieces[random.Next(s_pieces.Length)])) + '"',
            4 => '[' + string.Join(',', Enumerable.Range(0, random.Next(5)).Select(_ => Document(random, depth + 1))) + blank + ']',
            _ => '{' + string.Join(',', Enumerable.Range(0, random.Next(8))
                .Select(_ => $"{blank}\"{s_names[random.Next(s_names.Length)]}\"{blank}:{Document(random, depth + 1)}")) + blank + '}',
        }) + blank;
    }

    private static string Damaged(Random random, string document)
    {
        const string Marks = "{}[]\",:\\eE+-.0123456789tfnul \nd";
        var damaged = new StringBuilder(document);
        for (var left = random.Next(1, 4); left > 0; left--)
        {
            var at = random.Next(damaged.Length + 1);
            if (random.Next(3) == 0 || at == damaged.Length)
                damaged.Insert(at, Marks[random.Next(Marks.Length)]);
            else if (random.Next(2) == 0)
                damaged.Remove(at, 1);
            else
                damaged[at] = Marks[random.Next(Marks.Length)];
        }

        // Half of a pair is no character that could be sent.
        return new string([.. damaged.ToString().Where(c => !char.IsSurrogate(c))]);
    }
}
