using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Dataflux.Scripting;

namespace Dataflux.Cli.Composing;

/// <summary>
/// Compiles a script in a process of its own: the compiler's code and data, about 80 MB, would otherwise stay in a process
/// that may run all night. Both sides are this program; what was compiled goes through the profile cache.
/// </summary>
internal static class CompilerProcess
{
    // Holds the request; set for the child alone.
    private const string Variable = "DATAFLUX_COMPILE";

    /// <summary>Whether this process is dataflux itself and can start itself again; a program that embeds the commands is not.</summary>
    internal static bool IsAvailable =>
        Environment.ProcessPath is not null && Assembly.GetEntryAssembly() == typeof(CompilerProcess).Assembly;

    /// <summary>Does a parent's work, if this process was made for it.</summary>
    internal static bool AnswersParent()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } asked)
            return false;
        var request = JsonSerializer.Deserialize(asked, CompilerJson.Default.CompileRequest)!;
        var report = ProfileLoader.Compile(request.ScriptPath, request.Options);
        Console.Out.Write(JsonSerializer.Serialize(report, CompilerJson.Default.CompileReport));
        return true;
    }

    /// <summary>Has a script compiled; <see langword="null"/> when that failed for a reason that is not the script's.</summary>
    internal static CompileReport? Compile(CompileRequest request)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Run as 'dotnet dataflux.dll', the program is the runtime and the assembly its first argument.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(typeof(CompilerProcess).Assembly.Location);
        start.Environment[Variable] = JsonSerializer.Serialize(request, CompilerJson.Default.CompileRequest);
        try
        {
            using var child = Process.Start(start)!;
            child.ErrorDataReceived += (_, _) => { };
            child.BeginErrorReadLine();
            var answer = child.StandardOutput.ReadToEnd();
            child.WaitForExit();
            return child.ExitCode == 0 ? JsonSerializer.Deserialize(answer, CompilerJson.Default.CompileReport) : null;
        }
        catch (Exception e) when (e is Win32Exception or IOException or JsonException)
        {
            // The script is then compiled here, which needs more memory and nothing else.
            return null;
        }
    }
}
