using System.Text.Json.Serialization;

namespace Dataflux.Dialects.DynamoDb.Importing;

/// <summary>How far the import of one table is.</summary>
internal sealed record TableState
{
    /// <summary>The table.</summary>
    public required string Name { get; init; }

    /// <summary>Its files, which are all in their place.</summary>
    public required IReadOnlyList<MadeFile> Files { get; init; }

    /// <summary>The token of the import: a start that is repeated with it is the same import.</summary>
    public required string Token { get; init; }

    /// <summary>Whether DynamoDB was asked to start it, and may have.</summary>
    public bool IsStarted { get; init; }

    /// <summary>What DynamoDB calls it; <see langword="null"/>: it has not answered.</summary>
    public string? Arn { get; init; }

    /// <summary>Whether it ended, and all items are in the table.</summary>
    public bool IsComplete { get; init; }

    /// <summary>How many items there are.</summary>
    [JsonIgnore]
    public long Items => Files.Sum(static file => file.Items);
}
