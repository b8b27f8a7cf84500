using System.Text.Json;
using Dataflux.Authoring.Checking;
using Dataflux.Authoring.Checking.Reports;
using Dataflux.Cli.Output;
using Dataflux.Composing.Output;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Dialects;
using Dataflux.Engine.Ground;
using Serilog.Events;
using Serilog.Parsing;

namespace Dataflux.Tests.Cli;

/// <summary>Texts of others at every place where text leaves the program: nothing raw, and one event is one line.</summary>
public sealed class OutletTests : IDisposable
{
    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task No_text_of_others_leaves_the_program_raw(int seed)
    {
        var random = new Random(seed);
        var text = HostileText.Next(random);
        var console = _work.Console.Guarded(ShippedDialects.Registry.SecretVariables);

        // The log's file: one event, one line.
        foreach (var line in new[] { Formatted(new LogLine("pictures"), text), Formatted(new JsonLogLine("pictures"), text) })
        {
            HostileText.AssertSafe(line);
            Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
        }

        // The screen: what follows a first line never looks like an event.
        var screen = new Screen(console);
        screen.Line(text);
        screen.ErrorLine(text);
        screen.Line(Formatted(new LogLine("pictures", onScreen: true), text));
        console.Out.WriteLine(text);
        var written = _work.Out.ToString() + _work.Error;
        HostileText.AssertSafe(written);
        Assert.DoesNotContain(written.Split('\n'), line => line.TrimStart().StartsWith("::", StringComparison.Ordinal));
        Assert.DoesNotContain("\n2024-01-15T10:30:00.000Z ERROR [pictures] forged", _work.Error.ToString(), StringComparison.Ordinal);

        // Reports for people and programs.
        _work.Out.GetStringBuilder().Clear();
        var problem = new Problem(text, 1, 1, "DF0001", text);
        foreach (var report in new ICheckReport[]
        {
            new TextReport(console.Out, new ProblemText(console.DrawnOut, SourceLines.Of(console, _work.Composition), colours: false)),
            new GitHubReport(
                console.CommandOut,
                console.Secrets), new JsonReport(
                    console.Out, SourceLines.Of(console, _work.Composition)), new SarifReport(console.Out, _work.Folder),
        })
        {
            report.Found(problem);
            report.End();
        }

        HostileText.AssertSafe(_work.Out.ToString());
        Assert.Single(_work.Out.ToString().Split('\n'), line => line.TrimStart().StartsWith("::", StringComparison.Ordinal));

        // A command's own failure.
        _work.Error.GetStringBuilder().Clear();
        await _work.RunAsync("check", "x" + text.Replace('\0', 'x'));
        HostileText.AssertSafe(_work.Error.ToString());
    }

    [Fact]
    public void What_is_escaped_in_a_JSON_document_is_still_JSON()
    {
        var console = _work.Console.Guarded(ShippedDialects.Registry.SecretVariables);

        console.Out.WriteLine(JsonSerializer.Serialize("a\u202eb\u001bc", Relaxed));

        Assert.Equal("a\u202eb\u001bc", JsonSerializer.Deserialize<string>(_work.Out.ToString()));
    }

    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("a\u001b[31mb", @"a\u001b[31mb")]
    [InlineData("one\ntwo\r\nthree", @"one\ntwo\r\nthree")]
    public void A_line_shows_what_was_there(string text, string shown) => Assert.Equal(shown, Printable.Line(text));

    [Theory]
    [InlineData("one\ntwo\r\nthree", "one\ntwo\r\nthree")]
    [InlineData("rejected 5\rrejected 0", @"rejected 5\rrejected 0")]
    [InlineData("a\r", @"a\r")]
    [InlineData("a\r\r\nb", "a\\r\r\nb")]
    public void A_text_keeps_its_line_ends_but_nothing_that_writes_over_a_line(string text, string shown) =>
        Assert.Equal(shown, Printable.Text(text));

    [Theory]
    [InlineData("a\n ::error::b", "a\n \\u003a:error::b")]
    [InlineData("##[error]b\n##vso[c]", "\\u0023#[error]b\n\\u0023#vso[c]")]
    [InlineData("a::b\n## c\n:d", "a::b\n## c\n:d")]
    public void A_runner_of_builds_gets_no_command_of_others(string text, string shown) => Assert.Equal(shown, Printable.Text(text));

    [Fact]
    public void Secrets_are_struck_out_in_every_form_they_take()
    {
        var secrets = new Secrets();
        secrets.Add(["p@ss\"w/ord"]);

        Assert.Equal(
            "*** *** *** ***",
            secrets.Strike("p@ss\"w/ord p%40ss%22w%2Ford p@ss\\\"w/ord p@ss&quot;w/ord"));
    }

    [Theory]
    [InlineData("message")]
    [InlineData("1234")]
    [InlineData("true")]
    [InlineData("\": \"")]
    [InlineData("p@ss\"w/ord\u00e9")]
    public void A_secret_is_struck_out_of_what_JSON_says_and_leaves_it_the_same_document(string secret)
    {
        _work.Set("PGPASSWORD", secret);
        var console = _work.Console.Guarded(ShippedDialects.Registry.SecretVariables);
        var document = JsonSerializer.Serialize(
            new
            {
                message = $"a {secret} b",
                number = 12345,
                flag = true,
                list = new[] { secret, "other" },
                inner = JsonSerializer.Serialize(new { x = secret }),
            });

        console.Out.WriteLine(document);
        console.Out.WriteLine(document + "\n" + document);

        foreach (var line in _work.Out.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var told = JsonDocument.Parse(line).RootElement;
            Assert.Equal("a *** b", told.GetProperty("message").GetString());
            Assert.Equal(12345, told.GetProperty("number").GetInt32());
            Assert.True(told.GetProperty("flag").GetBoolean());
            Assert.Equal(["***", "other"], told.GetProperty("list").EnumerateArray().Select(entry => entry.GetString()));
            Assert.Equal("{\"x\":\"***\"}", told.GetProperty("inner").GetString());
        }
    }

    [Theory]
    [InlineData("{ of braces: pl4nted", "{ of braces: ***")]
    [InlineData("[pictures] pl4nted", "[pictures] ***")]
    [InlineData("{\"a\":\"\\ud800 pl4nted\"}", "{\"a\":\"\\ud800 ***\"}")]
    public void A_text_that_only_looks_like_JSON_has_no_secret_either(string text, string shown)
    {
        _work.Set("PGPASSWORD", "pl4nted");

        _work.Console.Guarded(ShippedDialects.Registry.SecretVariables).Out.WriteLine(text);

        Assert.Equal(shown, _work.Out.ToString().TrimEnd());
    }

    [Theory]
    [InlineData("tiger", "tiger-claw", "sabre-tiger-claw")]
    [InlineData("sabre-tiger-claw", "tiger", "tiger-claw")]
    public void Of_a_secret_within_another_one_nothing_is_left(params string[] added)
    {
        var secrets = new Secrets();
        foreach (var secret in added)
            secrets.Add([secret]);

        Assert.Equal("*** *** ***", secrets.Strike("sabre-tiger-claw tiger-claw tiger"));
    }

    private static string Formatted(Serilog.Formatting.ITextFormatter form, string text)
    {
        using var writer = new StringWriter();
        form.Format(
            new LogEvent(DateTimeOffset.UnixEpoch, LogEventLevel.Warning, null, new MessageTemplate(text, [new TextToken(text)]), []),
            writer);
        return writer.ToString();
    }
}
