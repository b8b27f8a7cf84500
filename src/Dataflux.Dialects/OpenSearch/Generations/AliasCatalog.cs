using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dataflux.Dialects.OpenSearch.Calling;
using Dataflux.Dialects.OpenSearch.Ground;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.OpenSearch.Generations;

/// <summary>Reads and turns aliases, each of which stands for one index.</summary>
/// <param name="client">The cluster.</param>
/// <param name="location">Where that is, for people.</param>
internal sealed class AliasCatalog(OpenSearchClient client, string location)
{
    private static readonly string[] RoutingProperties = ["routing", "index_routing", "search_routing"];

    /// <summary>What an alias stands for; <see langword="null"/>: there is none of the name.</summary>
    /// <exception cref="TargetException">It is no alias, or cannot be turned.</exception>
    internal async Task<Standing?> ReadAsync(string alias, CancellationToken cancellation)
    {
        try
        {
            using var answer = await client.GetAsync(Uri.EscapeDataString(alias), cancellation);
            var indexes = answer.RootElement.EnumerateObject().ToList();
            if (indexes is not [var one])
            {
                throw new TargetException(
                    $"{location}: the alias '{alias}' stands for {indexes.Count} indexes "
                    + $"({string.Join(", ", indexes.Select(static index => index.Name))}), and a generation takes the place of one; leave "
                    + "it to one of them, or use 'generation: current'");
            }

            if (one.Name == alias)
            {
                throw new TargetException(
                    $"{location}: '{alias}' is an index, and 'generation: new' needs an alias, which can stand for another one; choose "
                    + "another name, or copy the index and make its name an alias, or use 'generation: current'");
            }

            var properties = one.Value.GetProperty("aliases").GetProperty(alias).Clone();
            return Array.Exists(RoutingProperties, name => properties.TryGetProperty(name, out _))
                ? throw new TargetException(
                    $"{location}: the alias '{alias}' has a routing, by which documents of a new index would not be found; take it away, "
                    + "or use 'generation: current'")
                : new(one.Name, properties);
        }
        catch (AnswerException e) when (e.Error.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Turns aliases, all or none: fails when one of them does not stand for what it is said to.</summary>
    /// <param name="turns">From which index to which.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal async Task TurnAsync(IEnumerable<AliasTurn> turns, CancellationToken cancellation)
    {
        var actions = new JsonArray();
        foreach (var turn in turns)
        {
            if (turn.Before is { } before)
                actions.Add(Action("remove", before, turn.Alias, properties: null));

            if (turn.Index is { } index)
                actions.Add(Action("add", index, turn.Alias, turn.Properties));
        }

        if (actions.Count == 0)
            return;

        var body = new JsonObject { ["actions"] = actions }.ToJsonString();
        try
        {
            using var answer = await client.PostAsync("_aliases", Encoding.UTF8.GetBytes(body), cancellation);
        }
        catch (AnswerException e) when (e.Error is { Status: 404, Type: "aliases_not_found_exception" })
        {
            throw new BusyException($"an alias was turned by somebody else at the same moment: {e.Error.Reason}");
        }
    }

    private static JsonObject Action(string kind, string index, string alias, JsonElement? properties)
    {
        var action = new JsonObject { ["index"] = index, ["alias"] = alias };
        if (properties is { ValueKind: JsonValueKind.Object } own)
        {
            foreach (var property in own.EnumerateObject())
                action[property.Name] = JsonNode.Parse(property.Value.GetRawText());
        }

        return new() { [kind] = action };
    }
}
