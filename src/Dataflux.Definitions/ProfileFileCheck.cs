using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;

namespace Dataflux.Definitions;

/// <summary>Checks that a file that a profile is made of is there and belongs to the project.</summary>
/// <param name="reader">Receives the findings.</param>
/// <param name="workingDirectory">The working directory, absolute.</param>
/// <param name="project">The folder that files must be in.</param>
/// <param name="allowOutside">Whether they may be anywhere.</param>
internal sealed class ProfileFileCheck(SettingReader reader, string workingDirectory, string project, bool allowOutside)
{
    /// <summary>Checks a file.</summary>
    /// <param name="path">The file, absolute.</param>
    /// <param name="place">Where it was named.</param>
    /// <param name="what">What it is, for people.</param>
    /// <param name="pattern">What such files are called.</param>
    internal void Check(string path, Place place, string what, string pattern)
    {
        var shown = ShownPath.Of(path, workingDirectory);
        if (!File.Exists(path))
        {
            reader.Report(place, ProblemCode.MissingFile, $"there is no {what} '{shown}'{Nearby(path, pattern)}");
        }
        else if (!allowOutside && !FolderPath.IsInside(path, project))
        {
            reader.Report(place, ProblemCode.OutsideProject,
                $"the {what} '{shown}' is outside the project '{project}'; move it there, or set 'allowOutside: true' if you trust it");
        }
    }

    private static string Nearby(string path, string pattern)
    {
        var folder = Path.GetDirectoryName(path)!;
        return Directory.Exists(folder)
            ? Suggestion.For(Path.GetFileName(path), Directory.EnumerateFiles(folder, pattern).Select(file => Path.GetFileName(file)))
            : "";
    }
}
