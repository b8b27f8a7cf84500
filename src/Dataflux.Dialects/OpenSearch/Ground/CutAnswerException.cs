namespace Dataflux.Dialects.OpenSearch.Ground;

/// <summary>An answer that did not come, or not whole: what became of the request is not known.</summary>
internal sealed class CutAnswerException(string message, Exception? inner = null) : Exception(message, inner);
