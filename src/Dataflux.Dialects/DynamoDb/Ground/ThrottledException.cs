namespace Dataflux.Dialects.DynamoDb.Ground;

/// <summary>A table took nothing for a while, however slowly it was asked: an outage, which the engine waits out.</summary>
internal sealed class ThrottledException(string message, Exception? inner) : Exception(message, inner);
