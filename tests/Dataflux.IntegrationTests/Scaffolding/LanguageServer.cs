using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Dataflux.IntegrationTests.Executable;

namespace Dataflux.IntegrationTests.Scaffolding;

/// <summary>A language server for C# as an editor uses it: csharp-ls, a .NET tool, spoken to by the language server protocol.</summary>
internal sealed class LanguageServer : IDisposable
{
    private const string Version = "0.28.0";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _server;
    private readonly string _folder;
    private int _requests;

    private LanguageServer(Process server, string folder) => (_server, _folder) = (server, folder);

    /// <summary>Starts it for a project.</summary>
    internal static async Task<LanguageServer> StartAsync(string folder)
    {
        var start = new ProcessStartInfo(await InstalledAsync(), ["--loglevel", "error"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        var server = new LanguageServer(process, folder);
        await server.AskAsync("initialize", new JsonObject
        {
            ["processId"] = Environment.ProcessId,
            ["rootUri"] = Uri(folder),
            ["capabilities"] = new JsonObject { ["textDocument"] = new JsonObject { ["hover"] = new JsonObject() } },
            ["workspaceFolders"] = new JsonArray(new JsonObject { ["uri"] = Uri(folder), ["name"] = "project" }),
        });
        await server.TellAsync("initialized", []);
        return server;
    }

    /// <summary>Opens a file, as it is in the editor.</summary>
    internal Task OpenAsync(string path, string text) => TellAsync("textDocument/didOpen", new JsonObject
    {
        ["textDocument"] = new JsonObject
        {
            ["uri"] = Uri(Path.Combine(_folder, path)),
            ["languageId"] = "csharp",
            ["version"] = 1,
            ["text"] = text,
        },
    });

    /// <summary>Types: the file's new text.</summary>
    internal Task ChangeAsync(string path, string text) => TellAsync("textDocument/didChange", new JsonObject
    {
        ["textDocument"] = new JsonObject { ["uri"] = Uri(Path.Combine(_folder, path)), ["version"] = ++_requests + 1 },
        ["contentChanges"] = new JsonArray(new JsonObject { ["text"] = text }),
    });

    /// <summary>What stands in the window over a word.</summary>
    internal async Task<string> HoverAsync(string path, int line, int column) =>
        $"{(await AskAsync("textDocument/hover", At(path, line, column)))?["contents"]?["value"]}";

    /// <summary>What is offered behind the cursor.</summary>
    internal async Task<IReadOnlyList<string>> CompletionsAsync(string path, int line, int column)
    {
        var offered = await AskAsync("textDocument/completion", At(path, line, column));
        return [.. (offered as JsonArray ?? offered?["items"]?.AsArray() ?? []).Select(static item => $"{item!["label"]}")];
    }

    /// <summary>What is underlined as an error or a warning: the line, and the code of the compiler.</summary>
    internal async Task<IReadOnlyList<(int Line, string Code)>> ErrorsAsync(string path)
    {
        var report = await AskAsync("textDocument/diagnostic", new JsonObject { ["textDocument"] = Document(path) });
        return
        [
            .. report!["items"]!.AsArray().Where(static item => (int)item!["severity"]! <= 2)
                .Select(static item => ((int)item!["range"]!["start"]!["line"]!, $"{item["code"]}")),
        ];
    }

    public void Dispose()
    {
        _server.Kill(entireProcessTree: true);
        _server.Dispose();
    }

    // Installed once, beside the servers of npm; beside and then renamed, so that two test processes do not disturb each other.
    private static async Task<string> InstalledAsync()
    {
        var folder = Path.Combine(Workspace.Repository, "artifacts", "test-servers", $"csharp-ls-{Version}");
        if (!Directory.Exists(folder))
        {
            var making = $"{folder}-{Guid.NewGuid():N}";
            using var install = NpmPackages.Start(
                "dotnet", ["tool", "install", "csharp-ls", "--version", Version, "--tool-path", making], Workspace.Repository);
            var error = install.StandardError.ReadToEndAsync();
            var output = await install.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
            await install.WaitForExitAsync().WaitAsync(Patience);
            if (install.ExitCode != 0)
            {
                throw new InvalidOperationException(
                    $"the .NET tool csharp-ls {Version} cannot be installed, and these tests drive it as an editor would; "
                    + $"'dotnet tool install' ended with {install.ExitCode}: {output}{await error}");
            }

            try
            {
                Directory.Move(making, folder);
            }
            catch (IOException) when (Directory.Exists(folder))
            {
                Directory.Delete(making, recursive: true); // another process was faster
            }
        }

        return Path.Combine(folder, OperatingSystem.IsWindows() ? "csharp-ls.exe" : "csharp-ls");
    }

    private JsonObject At(string path, int line, int column) => new()
    {
        ["textDocument"] = Document(path),
        ["position"] = new JsonObject { ["line"] = line, ["character"] = column },
    };

    private JsonObject Document(string path) => new() { ["uri"] = Uri(Path.Combine(_folder, path)) };

    private static string Uri(string path) => new Uri(path).AbsoluteUri;

    private async Task<JsonNode?> AskAsync(string method, JsonObject parameters)
    {
        var id = ++_requests;
        await SendAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters });
        while (true)
        {
            var message = await ReadAsync().WaitAsync(Patience);
            if (message["method"] is not null)
            {
                await AnswerAsync(message);
            }
            else if ((int?)message["id"] == id)
            {
                return message["error"] is { } error
                    ? throw new InvalidOperationException($"{method}: {error}")
                    : message["result"]?.DeepClone();
            }
        }
    }

    // An editor without settings; what the server says by itself is not listened to.
    private async Task AnswerAsync(JsonNode message)
    {
        if (message["id"] is not { } id)
            return;
        JsonNode? result = $"{message["method"]}" == "workspace/configuration"
            ? new JsonArray([.. message["params"]!["items"]!.AsArray().Select(static _ => (JsonNode?)null)])
            : null;
        await SendAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id.DeepClone(), ["result"] = result });
    }

    private Task TellAsync(string method, JsonObject parameters) =>
        SendAsync(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method, ["params"] = parameters });

    private async Task SendAsync(JsonObject message)
    {
        var content = Encoding.UTF8.GetBytes(message.ToJsonString());
        var stream = _server.StandardInput.BaseStream;
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"Content-Length: {content.Length}\r\n\r\n"));
        await stream.WriteAsync(content);
        await stream.FlushAsync();
    }

    private async Task<JsonNode> ReadAsync()
    {
        var stream = _server.StandardOutput.BaseStream;
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one);
            head.Append((char)one[0]);
        }

        var length = head.ToString().Split("\r\n").Single(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        var content = new byte[int.Parse(length.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(content);
        return JsonNode.Parse(content)!;
    }
}
