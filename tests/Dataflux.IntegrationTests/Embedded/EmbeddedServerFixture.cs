using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Runtime.Versioning;
using Dataflux.Dialects.PostgreSql.Embedded;
using Npgsql;

namespace Dataflux.IntegrationTests.Embedded;

/// <summary>A folder for embedded servers of one test, and ways to look at them.</summary>
[UnsupportedOSPlatform("windows")]
public abstract class EmbeddedServerFixture : IDisposable
{
    private protected string Root { get; } = Directory.CreateTempSubdirectory("embedded-").FullName;
    private protected List<string> Elsewhere { get; } = [];

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected string Folder => Path.Combine(Root, "postgresql");

    protected EmbeddedServerFixture()
    {
        // What a state folder usually is: open for others to pass through.
        File.SetUnixFileMode(Root, File.GetUnixFileMode(Root) | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
    }

    public void Dispose()
    {
        Directory.Delete(Root, recursive: true);
        foreach (var folder in Elsewhere)
            Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected static async Task<string[]> Row(EmbeddedServer server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        Assert.True(await reader.ReadAsync(Cancellation));
        return [.. Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)!)];
    }

    private protected static async Task Execute(EmbeddedServer server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private protected static async Task<string> Psql(EmbeddedServer server, string sql)
    {
        var start = new ProcessStartInfo(Path.Combine(server.BinFolder, "psql"))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var argument in server.PsqlArguments.Concat(["-XAtc", sql]))
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in server.PsqlEnvironment)
            start.Environment[name] = value;
        using var psql = Process.Start(start)!;
        var output = await psql.StandardOutput.ReadToEndAsync(Cancellation);
        await psql.WaitForExitAsync(Cancellation);
        Assert.Equal(0, psql.ExitCode);
        return output.Trim();
    }

    private protected static int Pid(EmbeddedServer server) =>
        int.Parse(File.ReadLines(Path.Combine(server.DataFolder, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    private protected static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private protected static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
        process.WaitForExit();
    }

    // pg_ctl waits until the server has removed its PID file; the process ends a moment later.
    private protected static async Task EndedAsync(int pid)
    {
        if (!IsRunning(pid))
            return;

        using var process = Process.GetProcessById(pid);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        await process.WaitForExitAsync(patience.Token);
    }

    private protected static bool IsRunning(int pid)
    {
        var status = $"/proc/{pid}/stat";
        return File.Exists(status) && File.ReadAllText(status).Split(") ")[1][0] != 'Z';
    }

    // Field 6 of /proc/PID/stat, counted after the name, which may hold blanks (proc(5)).
    private protected static int SessionOf(int pid) =>
        int.Parse(File.ReadAllText($"/proc/{pid}/stat").Split(") ")[1].Split(' ')[3], CultureInfo.InvariantCulture);
}
