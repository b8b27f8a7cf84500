using System.Text;
using Dataflux.IntegrationTests.Executable;
using Dataflux.IntegrationTests.S3;
using Npgsql;

namespace Dataflux.IntegrationTests.Reliability;

/// <summary>
/// A planted password is searched for in everything that dataflux writes, and in the arguments of every process it starts.
/// </summary>
public sealed class SecretTests(PostgreSqlFixture server)
{
    private const string Secret = "Pl4nted:S3cret/9f";

    [Theory]
    [InlineData("variables")]
    [InlineData("url")]
    public async Task A_password_is_in_nothing_that_is_written_or_shown(string form)
    {
        using var workspace = await Workspace.CreateAsync(server);
        Directory.Delete(Path.Combine(workspace.Folder, ".dataflux", "cache")); // what is written there is searched too
        await workspace.GenerateExportAsync("--items", "200", "--files", "2", "--bad");
        var place = new NpgsqlConnectionStringBuilder(workspace.ConnectionString);
        var said = new StringBuilder();
        Plant(place.Host!);

        // The script speaks of it as well: what it throws is kept in rejects, and shown by every command that runs it.
        workspace.Set("SPOKEN", Secret);
        workspace.EditProfile(
            "_ = item.Text(\"id\"); // required",
            "if (pictureId % 3 == 0) throw new InvalidOperationException($\"no login with "
            + "{System.Environment.GetEnvironmentVariable(\"SPOKEN\")}\"); _ = item.Text(\"id\"); // required");

        // A run with rejects, one as a daemon, what is shown of them, psql, and failures that speak about the connection.
        await SayAsync(1, "migrate", "pictures.yaml", "--verbose");
        await SayAsync(0, "start", "pictures.yaml");
        await SayAsync(0, "logs", "pictures.yaml", "-f");
        await SayAsync(1, "status", "pictures.yaml", "--output", "json");
        await SayAsync(0, "rejects", "pictures.yaml", "--output", "json");
        var arguments = await workspace.RunAsync(
            0, "psql", "pictures.yaml", "--", "-c", @"\! cat /proc/$PPID/cmdline /proc/$(ps -o ppid= $PPID | tr -d ' ')/cmdline");
        Assert.Contains("psql", arguments);
        said.Append(arguments);
        await workspace.SqlAsync("drop table picture; create table picture (id text)");
        await SayAsync(4, "migrate", "pictures.yaml", "--verbose");
        Plant("/nowhere");
        workspace.Set("DATAFLUX_RETRY_FOR", "1ms");
        await SayAsync(4, "migrate", "pictures.yaml", "--verbose");
        await File.AppendAllTextAsync(
            Path.Combine(workspace.Folder, "migrations", "pictures.yaml"), "nonsense: true\n", TestContext.Current.CancellationToken);
        await SayAsync(2, "check", "pictures.yaml");

        Assert.Contains("picture", said.ToString());
        Assert.Contains("no login with ***", said.ToString());
        Assert.Contains(
            Written(workspace), file => Path.GetFileName(file.Name) == "rejects.ndjson" && file.Text.Contains("no login with ***"));
        foreach (var written in new[] { Secret, Uri.EscapeDataString(Secret) })
        {
            Assert.DoesNotContain(written, said.ToString());
            Assert.All(Written(workspace), file => Assert.DoesNotContain(written, file.Text));
        }

        async Task SayAsync(int exitCode, params string[] command) => said.Append(await workspace.RunAsync(exitCode, command));

        void Plant(string host)
        {
            var connection = form switch
            {
                "url" => $"postgresql://postgres:{Uri.EscapeDataString(Secret)}@/{place.Database}?host={host}",
                _ => null,
            };
            workspace.Set("PASSWORD", connection is null ? Secret : "").Set("SERVER", connection is null ? host : "");
            if (connection is not null)
            {
                foreach (var name in new[] { "PORT", "PG_USER", "DATABASE" })
                    workspace.Set(name, "");
                workspace.Set("PLANTED", connection);
                var definition = Path.Combine(workspace.Folder, "migrations", "pictures.yaml");
                var text = File.ReadAllText(definition);
                if (!text.Contains("PLANTED"))
                    File.WriteAllText(definition, text.Replace("  type: postgresql", "  type: postgresql\n  connection: ${PLANTED}"));
            }
        }
    }

    [Theory]
    [InlineData("403 Forbidden", "<Error><Code>AccessDenied</Code><Message>no \u009b31m access with KEY</Message></Error>")]
    [InlineData("403 Forbidden", "\u001b[2J not XML, signed with KEY \r\n2024-01-15T10:30:00.000Z ERROR [pictures] forged\u0000\u0085")]
    [InlineData("500 Internal Server Error", "\u001b]0;title\u0007 KEY")]
    [InlineData("200 OK", "\u001b[2J KEY \n::error::forged")]
    public async Task What_a_store_answers_is_shown_without_the_keys_it_repeats_and_is_obeyed_by_no_terminal(string status, string body)
    {
        const string key = "wJalrXUtnFEMI/K7MDENG+bPx";
        await using var store = new LyingStore(status, body.Replace("KEY", key, StringComparison.Ordinal));
        using var workspace = await Workspace.CreateAsync(server);
        workspace.Set("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE").Set("AWS_SECRET_ACCESS_KEY", key).Set("DATAFLUX_RETRY_FOR", "1ms");

        var output = await workspace.RunAsync(
            4, "migrate", "pictures.yaml", "--verbose", "--source-type", "s3-dynamodb", "--s3-bucket", "exports", "--s3-prefix", "daily/",
            "--set", $"source.endpoint={store.Url}");

        var log = await File.ReadAllTextAsync(Path.Combine(workspace.State, "run.log"), TestContext.Current.CancellationToken);
        Assert.Contains("ERROR [pictures] ", log, StringComparison.Ordinal);
        Assert.All([output, log], text =>
        {
            Assert.DoesNotContain(key, text, StringComparison.Ordinal);
            Assert.DoesNotContain(text, letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t'));
            Assert.All(text.Split('\n'), line => Assert.DoesNotMatch("^ *(::|2024-01-15)", line));
        });
    }

    [Fact]
    public async Task A_daemon_is_not_started_with_a_password_among_its_arguments()
    {
        using var workspace = await Workspace.CreateAsync(server);

        var refused = await workspace.RunAsync(2, "start", "pictures.yaml", "--set", $"target.password={Secret}");

        Assert.Contains("a secret on the command line would be shown by 'ps'", refused);
        Assert.DoesNotContain(Secret, refused);
    }

    // The state folder, the daemon's files, logs and the cache; the definition and the environment are where the secret belongs.
    private static List<(string Name, string Text)> Written(Workspace workspace)
    {
        var files = Directory.GetFiles(Path.Combine(workspace.Folder, ".dataflux"), "*", SearchOption.AllDirectories)
            .Select(path => (path, File.ReadAllText(path, Encoding.Latin1))).ToList();
        string[] all = ["run.log", "summary.json", "status.json", "rejects.ndjson", "checkpoint.json", "report.html", "daemon.out"];
        foreach (var expected in all)
            Assert.Contains(files, file => Path.GetFileName(file.path) == expected);

        return files;
    }
}
