using Dataflux.Engine.Ground;

namespace Dataflux.Definitions;

/// <summary>
/// Refuses a definition without a <c>dataflux.yaml</c> where the working directory has one: whoever starts dataflux there may
/// believe that it counts, and a target that nobody named would be a database of dataflux's own.
/// </summary>
internal static class ProjectCheck
{
    /// <summary>Checks a definition's project.</summary>
    /// <param name="path">The definition, absolute and without links.</param>
    /// <param name="shown">The definition as the user would name it.</param>
    /// <param name="project">Its project.</param>
    /// <param name="workingDirectory">The working directory, absolute.</param>
    /// <param name="problems">Takes what is found.</param>
    internal static void Check(string path, string shown, ProjectFile project, string workingDirectory, List<Problem> problems)
    {
        if (project.Path is not null || ProjectFile.Find(workingDirectory).Path is not { } other)
            return;

        var own = Packs.PackFolder.Holding(path)?.Place ?? path;
        problems.Add(new Problem(shown, 0, 0, ProblemCode.OtherProject,
            $"is outside the project of the working directory, and {other} does not count for it: dataflux.yaml and state are looked "
            + $"for from {Path.GetDirectoryName(own)} upward; put a dataflux.yaml there, an empty one if nothing is shared, or move the "
            + "definition into the project"));
    }
}
