using System.Diagnostics;
using System.Text;

namespace Dataflux.IntegrationTests.Executable;

/// <summary>The real executable, started as a user would start it.</summary>
internal sealed class DatafluxProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly string _commandLine;
    private readonly StringBuilder _output = new();
    private readonly List<(string Text, TaskCompletionSource Seen)> _awaited = [];

    private DatafluxProcess(ProcessStartInfo start, string[] arguments)
    {
        _commandLine = $"dataflux {string.Join(' ', arguments)}";
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Receive(e.Data);
        _process.ErrorDataReceived += (_, e) => Receive(e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    internal int Id => _process.Id;

    /// <summary>What it wrote so far, standard output and error together.</summary>
    internal string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    internal static DatafluxProcess Start(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        // As from a terminal: under nohup, these tests and what they start would ignore SIGHUP, as is nohup's purpose.
        string[] terminal = OperatingSystem.IsLinux() ? ["/usr/bin/env", "--default-signal=HUP"] : [];
        string[] command = [.. terminal, PublishedTool.Program, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        return new DatafluxProcess(start, arguments);
    }

    /// <summary>Waits until a text appears in the output.</summary>
    internal async Task SeenAsync(string text)
    {
        TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_output)
        {
            if (_output.ToString().Contains(text, StringComparison.Ordinal))
                return;

            _awaited.Add((text, seen));
        }

        var ended = _process.WaitForExitAsync();
        if (await Task.WhenAny(seen.Task, ended).WaitAsync(Patience) == ended && !Output.Contains(text, StringComparison.Ordinal))
            throw new InvalidOperationException($"'{text}' never appeared: {Report()}");
    }

    /// <summary>Waits until it has ended by itself.</summary>
    internal Task EndedAsync() => _process.WaitForExitAsync().WaitAsync(Patience);

    /// <summary>Ends the process as a power cut would: nothing of it runs any more.</summary>
    /// <returns>The exit code: 137 when it was the kill that ended it.</returns>
    internal async Task<int> KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    internal async Task SignalAsync(string signal)
    {
        using var kill = System.Diagnostics.Process.Start("kill", ["-s", signal, $"{Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for the end and checks the exit code.</summary>
    /// <returns>The output.</returns>
    internal async Task<string> EndsWithAsync(int exitCode)
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(_process.ExitCode == exitCode, $"expected exit code {exitCode}: {Report()}");
        return Output;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);

        _process.Dispose();
    }

    private string Report() =>
        $"{_commandLine} in {_process.StartInfo.WorkingDirectory} "
        + $"{(_process.HasExited ? $"ended with {_process.ExitCode}" : "runs")}{Environment.NewLine}{Output}";

    private void Receive(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
            foreach (var (text, seen) in _awaited)
            {
                if (line?.Contains(text, StringComparison.Ordinal) == true)
                    seen.TrySetResult();
            }
        }
    }
}
