namespace Dataflux.Authoring.Explaining;

/// <summary>What the catalogue says of one code.</summary>
/// <param name="Code">The code, such as <c>DF0104</c>; it keeps its meaning for ever.</param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Meaning">What it means and why it matters.</param>
/// <param name="Example">Something that gives the code.</param>
/// <param name="Fix">What to do.</param>
internal sealed record ErrorEntry(string Code, string Title, string Meaning, string Example, string Fix)
{
    /// <summary>The example put right, where that says more than words.</summary>
    internal string? Right { get; init; }

    /// <summary>Whether it is no reason not to run.</summary>
    internal bool IsWarning { get; init; }

    /// <summary>The language of the examples.</summary>
    internal string Language { get; init; } = "csharp";
}
