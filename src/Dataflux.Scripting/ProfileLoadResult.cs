using Dataflux.Engine.Ground;

namespace Dataflux.Scripting;

/// <summary>What became of a script: a profile, or everything that is wrong with it.</summary>
public sealed class ProfileLoadResult
{
    private ProfileLoadResult(CompiledProfile? profile, IReadOnlyList<Problem> problems, IReadOnlyList<Problem> warnings)
    {
        Profile = profile;
        Problems = problems;
        Warnings = warnings;
    }

    /// <summary>The profile; <see langword="null"/> when there are problems. The caller disposes of it.</summary>
    public CompiledProfile? Profile { get; }

    /// <summary>Everything that is wrong, in the order of the files and lines; empty when there is a profile.</summary>
    public IReadOnlyList<Problem> Problems { get; }

    /// <summary>What the compiler warns of; no reason not to run. A profile that comes from the cache keeps its warnings.</summary>
    public IReadOnlyList<Problem> Warnings { get; }

    /// <summary>
    /// The full paths of the script and of what it loads, as far as this process read it; a script that was compiled here also has
    /// those that do not exist. What has to be watched for changes.
    /// </summary>
    public IReadOnlyCollection<string> Files { get; internal set; } = [];

    /// <summary>The profile, or all problems as one exception.</summary>
    /// <returns>The profile.</returns>
    /// <exception cref="ProblemsException">There are problems.</exception>
    public CompiledProfile Require() => Profile ?? throw new ProblemsException(Problems);

    internal static ProfileLoadResult Of(CompiledProfile profile, IReadOnlyList<Problem> warnings) => new(profile, [], warnings);

    internal static ProfileLoadResult Failed(IReadOnlyList<Problem> problems, IReadOnlyList<Problem> warnings) =>
        new(null, problems, warnings);
}
