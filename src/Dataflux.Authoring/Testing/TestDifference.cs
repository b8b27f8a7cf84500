using Dataflux.Definitions.Ground;

namespace Dataflux.Authoring.Testing;

/// <summary>Something that a test expects and that is otherwise.</summary>
/// <param name="Section">The key under which it is expected, such as <c>records</c>.</param>
/// <param name="Path">Where in it, such as <c>records[0].Path</c>.</param>
/// <param name="Expected">What is expected.</param>
/// <param name="Found">What there is.</param>
/// <param name="Place">Where it is expected.</param>
internal sealed record TestDifference(string Section, string Path, string Expected, string Found, Place Place);
