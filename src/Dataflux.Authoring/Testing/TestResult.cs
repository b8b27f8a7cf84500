using System.Text.Json.Nodes;

namespace Dataflux.Authoring.Testing;

/// <summary>What came of one test.</summary>
/// <param name="Test">The test.</param>
/// <param name="Actual">What there is, by the keys of <see cref="TestCase.ExpectedKeys"/>.</param>
/// <param name="Differences">
/// What is otherwise than expected; empty: the test passed, unless <paramref name="Failure"/> says why not.
/// </param>
/// <param name="Failure">Why the test could not be carried out; <see langword="null"/> when it could.</param>
/// <param name="Duration">How long it took.</param>
internal sealed record TestResult(
    TestCase Test, IReadOnlyDictionary<string, JsonNode?> Actual, IReadOnlyList<TestDifference> Differences, string? Failure,
    TimeSpan Duration)
{
    /// <summary>Whether everything is as expected.</summary>
    internal bool Passed => Failure is null && Differences.Count == 0;
}
