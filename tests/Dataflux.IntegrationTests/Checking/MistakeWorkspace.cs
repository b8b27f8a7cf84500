using System.Text.Json;
using Dataflux.Cli;
using Dataflux.Cli.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Tests.Dialects.DynamoDbExport;
using Npgsql;

namespace Dataflux.IntegrationTests.Checking;

/// <summary>A small migration in a folder of its own, run in this process against a database of the test server.</summary>
internal sealed class MistakeWorkspace : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataflux-mistake-").FullName;
    private readonly ExportBuilder _export = new();
    private readonly string _connection;

    private MistakeWorkspace(string connection) => _connection = connection;

    internal static async Task<MistakeWorkspace> CreateAsync(PostgreSqlFixture server, string tables)
    {
        var workspace = new MistakeWorkspace(await server.CreateDatabaseAsync());
        await workspace.SqlAsync(tables);
        return workspace;
    }

    /// <summary>Migrates items.</summary>
    /// <returns>The exit code, and what was written to standard error without the time.</returns>
    internal async Task<(int ExitCode, string Error)> MigrateAsync(string script, params string[] items)
    {
        var (code, _, text) = await RunAsync(script, items, "migrate", "pictures");
        return (code, text[(text.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
    }

    /// <summary>Checks source, script and target.</summary>
    /// <returns>The exit code; the problems and the notes below them, a line for each.</returns>
    internal async Task<(int ExitCode, IReadOnlyList<string> Problems, IReadOnlyList<string> Notes)> CheckAsync(
        string script, params string[] items)
    {
        var (code, output, error) = await RunAsync(script, items, "check", "pictures", "--connect");
        var lines = (error + output).Split('\n');
        return (
            code,
            [.. lines.Where(
                line => line.Contains(": error ", StringComparison.Ordinal) || line.Contains(": warning ", StringComparison.Ordinal))],
            [.. lines.SkipWhile(line => !line.StartsWith("connect:", StringComparison.Ordinal)).Skip(1)
                .TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal))]);
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(string script, string[] items, params string[] arguments)
    {
        _export.Lines("a.json.gz", [.. items.Select(item => $"{{\"Item\":{item}}}")]).Write();
        await File.WriteAllTextAsync(Path.Combine(_folder, "pictures.csx"), script);
        await File.WriteAllTextAsync(Path.Combine(_folder, "pictures.yaml"), $$"""
            name: pictures
            profile: pictures.csx
            source: { type: local-dynamodb, path: "{{_export.Folder}}" }
            target: { type: postgresql, connection: "{{_connection}}" }
            """);
        using var output = new StringWriter();
        using var error = new StringWriter();
        var console = new CommandConsole
        {
            Out = output,
            Error = error,
            Environment = new Dictionary<string, string>(),
            WorkingDirectory = _folder,
        };
        var code = await DatafluxCommand.RunAsync(
            arguments, console, Shipped.Composition with { LoadProfile = ScriptHost.LoadHere }, TestContext.Current.CancellationToken);
        return (code, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }

    /// <summary>The messages of the rejects, by the line of the export.</summary>
    internal IEnumerable<string> Rejects() => File.ReadLines(Path.Combine(_folder, ".dataflux", "pictures", "rejects.ndjson"))
        .Select(line => JsonDocument.Parse(line).RootElement)
        .OrderBy(reject => reject.GetProperty("lines")[0].GetInt32())
        .Select(
            reject => $"{reject.GetProperty("lines")[0]} {reject.GetProperty("stage")}: "
                + $"{reject.GetProperty("error").GetProperty("message")}");

    /// <summary>What a query gives: its first value, as text.</summary>
    internal async Task<string> SqlAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_connection);
        await using var command = source.CreateCommand(sql);
        return $"{await command.ExecuteScalarAsync()}";
    }

    public void Dispose()
    {
        _export.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
