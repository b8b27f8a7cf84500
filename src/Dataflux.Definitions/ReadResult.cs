using Dataflux.Engine.Ground;

namespace Dataflux.Definitions;

/// <summary>What came of reading a definition.</summary>
/// <param name="Definition">The definition; <see langword="null"/> when something is wrong.</param>
/// <param name="Problems">Everything that is wrong, in the order of files, lines and columns.</param>
internal sealed record ReadResult(Definition? Definition, IReadOnlyList<Problem> Problems)
{
    /// <summary>
    /// The definition as far as it is known, with nothing where something is wrong: good for finding more mistakes, not for running.
    /// <see langword="null"/> when the file could not be read as keys.
    /// </summary>
    internal Definition? Draft { get; init; }

    /// <summary>The definition.</summary>
    /// <exception cref="ProblemsException">Something is wrong.</exception>
    internal Definition OrThrow() => Definition ?? throw new ProblemsException(Problems);
}
