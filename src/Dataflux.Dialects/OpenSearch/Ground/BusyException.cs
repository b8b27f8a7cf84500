namespace Dataflux.Dialects.OpenSearch.Ground;

/// <summary>The cluster took nothing for a while, however slowly it was asked: an outage, which the engine waits out.</summary>
internal sealed class BusyException(string message, Exception? inner = null) : Exception(message, inner);
