using Dataflux.Composing;
using Dataflux.Composing.Terminal;

namespace Dataflux.Authoring.Checking.Reports;

/// <summary>The lines of the files that problems are in; never one that may hold a secret.</summary>
/// <param name="workingDirectory">The folder that problems' paths are relative to, absolute.</param>
/// <param name="secrets">Finds lines that must not be shown.</param>
internal sealed class SourceLines(string workingDirectory, SecretLines secrets)
{
    private const int LargestShown = 4 << 20;
    private readonly Dictionary<string, string[]> _files = new(StringComparer.Ordinal);

    /// <summary>A line source of a command.</summary>
    internal static SourceLines Of(CommandConsole console, Composition composition) =>
        new(console.WorkingDirectory, SecretLines.Of(composition));

    /// <summary>The line a problem is in; <see langword="null"/> when there is none, or none to show.</summary>
    internal string? Line(Engine.Ground.Problem problem)
    {
        if (problem.Line <= 0 || problem.IsSecret)
            return null;

        var lines = Read(problem.Path);
        return problem.Line > lines.Length || secrets.MayHold(lines, problem.Line - 1, problem.Path) ? null : lines[problem.Line - 1];
    }

    private string[] Read(string path)
    {
        if (_files.TryGetValue(path, out var known))
            return known;

        return _files[path] = ReadFile(path);
    }

    private string[] ReadFile(string path)
    {
        try
        {
            return new FileInfo(Path.GetFullPath(path, workingDirectory)) is { Exists: true, Length: <= LargestShown } file
                ? File.ReadAllLines(file.FullName)
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // No such path can be, or it cannot be read: the problem itself is told all the same.
            return [];
        }
    }
}
