namespace Dataflux.Dialects.DynamoDb.Importing;

/// <summary>A file that is imported.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Items">How many items it holds.</param>
/// <param name="Bytes">Its size in bytes.</param>
/// <param name="Sha256">The hash of its bytes.</param>
internal sealed record MadeFile(string Name, long Items, long Bytes, string Sha256);
