using System.Text.Json.Nodes;

namespace Dataflux.IntegrationTests.OpenSearch;

/// <summary>What became of one document.</summary>
internal sealed record SearchResult(int Status, string? Result, long Version)
{
    internal JsonObject? Error { get; private init; }

    internal static SearchResult Failed(int status, string type, string reason) =>
        new(status, null, 0) { Error = new() { ["type"] = type, ["reason"] = reason } };

    internal JsonObject ToJson(string index, string id)
    {
        var json = new JsonObject { ["_index"] = index, ["_id"] = id };
        if (Error is null)
            (json["_version"], json["result"]) = (Version, Result);
        else
            json["error"] = Error;

        json["status"] = Status;
        return json;
    }
}
