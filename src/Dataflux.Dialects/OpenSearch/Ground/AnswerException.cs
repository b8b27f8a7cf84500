namespace Dataflux.Dialects.OpenSearch.Ground;

/// <summary>An answer with a status that is none of success.</summary>
/// <param name="error">What it says.</param>
internal sealed class AnswerException(AnswerError error) : Exception(error.Reason)
{
    /// <summary>What it says.</summary>
    internal AnswerError Error { get; } = error;
}
