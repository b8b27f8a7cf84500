using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Coverage;

/// <summary>How attributes are reported that no accessor of the profile reads.</summary>
public sealed record CoverageOptions
{
    private const char AnyEnd = '*';

    /// <summary>Whether one ends a run with <see cref="ExitCode.CompleteWithRejects"/>.</summary>
    public bool IsError { get; init; }

    /// <summary>The names that are left unread knowingly; a <c>*</c> at a name's end stands for any end.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Whether an attribute is left unread knowingly.</summary>
    internal bool Ignores(string name) => Ignored.Any(ignored => ignored.EndsWith(AnyEnd)
        ? name.StartsWith(ignored[..^1], StringComparison.Ordinal)
        : name.Equals(ignored, StringComparison.Ordinal));
}
