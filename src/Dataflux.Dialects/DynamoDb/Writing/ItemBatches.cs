namespace Dataflux.Dialects.DynamoDb.Writing;

/// <summary>Divides changes into calls that DynamoDB takes: 25 requests, and 16 MB as sent.</summary>
internal static class ItemBatches
{
    internal const int MostRequests = 25;

    // Of 16 MB; the names of table and members around the requests are in the rest.
    internal const long MostBytes = (16 * 1024 * 1024) - (64 * 1024);

    // DynamoDB takes no such item: it goes alone, so that it does not cost the others a second call.
    private const long TooLarge = 400 * 1024;

    /// <summary>Divides them; no call is empty, and a change that is too large for any has one of its own.</summary>
    internal static IEnumerable<List<KeyChanges>> Divide(IEnumerable<KeyChanges> changes)
    {
        var call = new List<KeyChanges>(MostRequests);
        long bytes = 0;
        foreach (var change in changes)
        {
            var size = change.Last!.Size;
            if (size.Stored > TooLarge)
            {
                yield return [change];
                continue;
            }

            if (call.Count == MostRequests || (call.Count > 0 && bytes + size.Sent > MostBytes))
            {
                yield return call;
                (call, bytes) = (new(MostRequests), 0);
            }

            call.Add(change);
            bytes += size.Sent;
        }

        if (call.Count > 0)
            yield return call;
    }
}
