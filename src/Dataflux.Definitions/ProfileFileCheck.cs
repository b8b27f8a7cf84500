using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;

namespace Dataflux.Definitions;

/// <summary>Checks that a profile is there and belongs to the project.</summary>
/// <param name="reader">Receives the findings.</param>
/// <param name="workingDirectory">The working directory, absolute.</param>
internal sealed class ProfileFileCheck(SettingReader reader, string workingDirectory)
{
    /// <summary>Checks a profile's path.</summary>
    /// <param name="path">The script, absolute.</param>
    /// <param name="place">Where it was named.</param>
    /// <param name="project">The folder it must be in.</param>
    /// <param name="allowOutside">Whether it may be anywhere.</param>
    internal void Check(string path, Place place, string project, bool allowOutside)
    {
        var shown = ShownPath.Of(path, workingDirectory);
        if (!File.Exists(path))
        {
            reader.Report(place, ProblemCode.MissingFile, $"there is no profile '{shown}'{Nearby(path)}");
        }
        else if (!allowOutside && !FolderPath.IsInside(path, project))
        {
            reader.Report(place, ProblemCode.OutsideProject,
                $"the profile '{shown}' is outside the project '{project}'; move it there, or set 'allowOutside: true' if you trust it");
        }
    }

    private static string Nearby(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        return Directory.Exists(folder)
            ? Suggestion.For(Path.GetFileName(path), Directory.EnumerateFiles(folder, "*.csx").Select(file => Path.GetFileName(file)))
            : "";
    }
}
