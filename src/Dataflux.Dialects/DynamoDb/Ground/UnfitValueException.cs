namespace Dataflux.Dialects.DynamoDb.Ground;

/// <summary>A value that no attribute can have: its record is rejected.</summary>
internal sealed class UnfitValueException(string message, Exception? inner = null) : Exception(message, inner);
