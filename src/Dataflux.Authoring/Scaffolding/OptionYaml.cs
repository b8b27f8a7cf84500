using Dataflux.Definitions;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>Options of a source as a definition has them.</summary>
/// <param name="workingDirectory">The project's folder.</param>
internal sealed class OptionYaml(string workingDirectory)
{
    /// <summary>The value as YAML.</summary>
    internal string Of(OptionKind kind, string text) => kind switch
    {
        OptionKind.Boolean or OptionKind.Integer => text,
        OptionKind.Path => YamlWriter.ScalarWithoutVariables(Relative(text)),
        _ => YamlWriter.ScalarWithoutVariables(text),
    };

    /// <summary>Relative to the definition when it is in the project, so that the project can be moved.</summary>
    private string Relative(string path)
    {
        var full = Path.GetFullPath(path, workingDirectory);
        return FolderPath.IsInside(full, workingDirectory)
            ? Path.GetRelativePath(Path.Combine(workingDirectory, InitRun.Folder), full).Replace('\\', '/')
            : full;
    }
}
