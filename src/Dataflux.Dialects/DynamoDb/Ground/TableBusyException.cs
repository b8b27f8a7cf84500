namespace Dataflux.Dialects.DynamoDb.Ground;

/// <summary>A table that is being made or changed, and takes no items yet.</summary>
internal sealed class TableBusyException(string message) : Exception(message);
