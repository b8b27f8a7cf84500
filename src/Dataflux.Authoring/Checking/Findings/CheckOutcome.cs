using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Checking.Findings;

/// <summary>What one layer found in one definition.</summary>
/// <param name="Summary">One line for people: what was looked at, and how much of it.</param>
/// <param name="Problems">Everything that is wrong, all at once; empty: the layer passed.</param>
internal sealed record CheckOutcome(string Summary, IReadOnlyList<Problem> Problems)
{
    /// <summary>Further lines for people, printed indented below the summary.</summary>
    internal IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>What is no reason not to run; each with <see cref="Problem.IsWarning"/>.</summary>
    internal IReadOnlyList<Problem> Warnings { get; init; } = [];

    /// <summary>A layer that passed.</summary>
    internal static CheckOutcome Passed(string summary) => new(summary, []);
}
