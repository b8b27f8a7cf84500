using System.Text;

namespace Dataflux.Dialects.DynamoDbExport.Loose;

/// <summary>Tells a JSON object around items (the output of a scan, requests, answers of the service) from an item.</summary>
internal static class Envelope
{
    /// <summary>The member with the requests of BatchWriteItem.</summary>
    internal const string Requests = "RequestItems";

    /// <summary>The member with what BatchGetItem and TransactGetItems found.</summary>
    internal const string Responses = "Responses";

    /// <summary>The member with what BatchWriteItem did not write.</summary>
    internal const string Unprocessed = "UnprocessedItems";

    /// <summary>
    /// Whether an object is no item but something around items. An attribute's value is always an object, and in the few
    /// envelopes that begin with one its name tells.
    /// </summary>
    internal static bool IsAt(JsonBytes json, int start)
    {
        var at = json.PeekNonSpace(start + 1);
        if (at < 0 || json.At(at) != '"')
            return false;

        var name = new List<byte>();
        for (at++; json.At(at) is >= 0 and not '"' and var c; at++)
            name.Add((byte)c);

        at = json.PeekNonSpace(at + 1);
        at = at >= 0 && json.At(at) == ':' ? json.PeekNonSpace(at + 1) : -1;
        return at >= 0 && (json.At(at) != '{' || (Encoding.UTF8.GetString([.. name]) is var text
            && (text is Requests or "ResponseMetadata"
                || (text is "ConsumedCapacity" or "LastEvaluatedKey" or Responses or Unprocessed or "UnprocessedKeys"
                    && !IsAttributeValue(json, at)))));
    }

    private static bool IsAttributeValue(JsonBytes json, int open)
    {
        var at = json.PeekNonSpace(open + 1);
        var length = 0;
        for (at++; json.At(at) is >= 'A' and <= 'Z'; at++)
            length++;

        return length is > 0 and <= 4 && json.At(at) == '"' && json.PeekNonSpace(at + 1) is >= 0 and var colon
            && json.PeekNonSpace(colon + 1) is >= 0 and var value && json.At(value) != '{';
    }
}
