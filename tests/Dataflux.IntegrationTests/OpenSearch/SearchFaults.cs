namespace Dataflux.IntegrationTests.OpenSearch;

/// <summary>
/// What goes wrong, how often, of 100: of documents, or of requests. <see cref="Random"/> decides, so that a seed repeats it.
/// </summary>
internal sealed class SearchFaults
{
    internal static SearchFaults None { get; } = new();

    internal Random Random { get; init; } = new(1);

    /// <summary>Documents that are answered with 429, and not written.</summary>
    internal int TooBusy { get; init; }

    /// <summary>Documents that are answered with 503, and not written.</summary>
    internal int Unavailable { get; init; }

    /// <summary>Requests that are answered with 429 as a whole, and do nothing.</summary>
    internal int RequestTooBusy { get; init; }

    /// <summary>Requests that are done and answered with 500.</summary>
    internal int FailedAfter { get; init; }

    /// <summary>Requests that are done, and whose answer ends in its middle.</summary>
    internal int Cut { get; init; }

    /// <summary>Requests whose connection is reset, half of them after they are done.</summary>
    internal int Reset { get; init; }

    /// <summary>Refreshes and counts that a shard has no part in: they are answered with success.</summary>
    internal int ShardFailed { get; init; }

    /// <summary>Requests that are larger are answered with 413.</summary>
    internal int MostBytes { get; init; } = int.MaxValue;

    internal bool Hits(int of100)
    {
        lock (Random)
            return of100 > 0 && Random.Next(100) < of100;
    }
}
