namespace Dataflux.Dialects.OpenSearch.Generations;

/// <summary>The steps of a publication behind which a process may end.</summary>
internal static class GenerationSteps
{
    /// <summary>The documents are counted, and as many as the run has written.</summary>
    internal const string Counted = "generation-counted";

    /// <summary>The indexes have their settings for searches.</summary>
    internal const string Served = "generation-served";

    /// <summary>It is written down what the aliases stand for before they are turned.</summary>
    internal const string Noted = "generation-noted";

    /// <summary>The aliases are turned.</summary>
    internal const string Turned = "generation-turned";

    /// <summary>It is written down that they are.</summary>
    internal const string Shown = "generation-shown";
}
