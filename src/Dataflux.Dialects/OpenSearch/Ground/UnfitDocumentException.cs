namespace Dataflux.Dialects.OpenSearch.Ground;

/// <summary>A record that no document can be made of: it is rejected.</summary>
internal sealed class UnfitDocumentException(string message) : Exception(message);
