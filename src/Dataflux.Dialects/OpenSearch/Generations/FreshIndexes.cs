using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dataflux.Dialects.OpenSearch.Calling;
using Dataflux.Dialects.OpenSearch.Ground;
using Dataflux.Dialects.OpenSearch.Indexes;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.OpenSearch.Generations;

/// <summary>
/// The indexes that generations fill. Each has a mark in its mapping: one without it is somebody else's, and is left alone.
/// </summary>
/// <param name="client">The cluster.</param>
/// <param name="files">What indexes are made with.</param>
/// <param name="location">Where the cluster is, for people.</param>
internal sealed class FreshIndexes(OpenSearchClient client, MappingFiles files, string location)
{
    private const string MarkName = "dataflux";

    /// <summary>The name of a generation's index: the same in all processes of its run.</summary>
    internal static string NameOf(string alias, Generation generation) => $"{alias.ToLowerInvariant()}-{generation.Stamp}";

    /// <summary>The stamp of a generation that begins now.</summary>
    internal static string StampOf(DateTimeOffset now) => now.UtcDateTime.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture);

    /// <summary>Makes the index of an alias, or finds it again.</summary>
    /// <exception cref="TargetException">The cluster refuses it, or it is somebody else's.</exception>
    internal async Task<JsonElement> MakeAsync(string alias, string name, Generation generation, CancellationToken cancellation)
    {
        if (await FindAsync(name, generation, cancellation) is { } there)
            return there;

        try
        {
            var body = Encoding.UTF8.GetBytes(files.For(alias).ToLoad(MarkOf(generation)));
            using var made = await client.PutAsync(Escape(name), body, cancellation);
        }
        catch (AnswerException e) when (e.Error is { Status: 400, Type: not "resource_already_exists_exception" })
        {
            throw new TargetException($"{location}: the index '{name}' cannot be made: {e.Error.Reason}; correct 'mapping'", e);
        }
        catch (AnswerException e) when (e.Error.Type == "resource_already_exists_exception")
        {
            // Made by a request whose answer was lost.
        }

        return await FindAsync(name, generation, cancellation)
            ?? throw new BusyException($"the index '{name}' was made and is not there");
    }

    /// <summary>Describes an index; <see langword="null"/>: there is none.</summary>
    /// <exception cref="TargetException">It is somebody else's.</exception>
    internal async Task<JsonElement?> FindAsync(string name, Generation generation, CancellationToken cancellation)
    {
        if (await DescribeAsync(name, cancellation) is not { } index)
            return null;

        return IsOf(index, generation)
            ? index
            : throw new TargetException(
                $"{location}: the index '{name}', which this run fills, was replaced by another one; 'dataflux reset', then run again");
    }

    /// <summary>Makes all documents of an index visible, and counts them.</summary>
    internal async Task<long> CountAsync(string name, CancellationToken cancellation)
    {
        using var refreshed = await client.PostAsync($"{Escape(name)}/_refresh", default, cancellation);
        ThrowIfFailed(refreshed, $"'{name}' was not refreshed in");
        using var counted = await client.GetAsync($"{Escape(name)}/_count", cancellation);
        ThrowIfFailed(counted, $"'{name}' was not counted in");
        return counted.RootElement.GetProperty("count").GetInt64();
    }

    /// <summary>Gives the index of an alias the settings to be searched with.</summary>
    internal async Task ServeAsync(string alias, string name, CancellationToken cancellation)
    {
        var settings = Encoding.UTF8.GetBytes(files.For(alias).ToServe());
        using var answer = await client.PutAsync($"{Escape(name)}/_settings", settings, cancellation);
    }

    /// <summary>How many bytes an index has on the cluster's disks; 0: there is none, or this user may not ask.</summary>
    internal async Task<long> BytesAsync(string name, CancellationToken cancellation)
    {
        try
        {
            using var answer = await client.GetAsync($"{Escape(name)}/_stats/store", cancellation);
            return answer.RootElement.GetProperty("_all").GetProperty("total").GetProperty("store").GetProperty("size_in_bytes").GetInt64();
        }
        catch (AnswerException e) when (e.Error.Status is 403 or 404)
        {
            return 0;
        }
    }

    /// <summary>Whether there is an index of the name, whosever it is.</summary>
    internal async Task<bool> ExistsAsync(string name, CancellationToken cancellation) =>
        await DescribeAsync(name, cancellation) is not null;

    /// <summary>Deletes an index that a generation made, unless an alias stands for it.</summary>
    /// <returns>Whether it is gone.</returns>
    internal async Task<bool> DeleteAsync(string name, Generation generation, CancellationToken cancellation)
    {
        if (await DescribeAsync(name, cancellation) is not { } index)
            return true;

        if (!IsOf(index, generation) || (index.TryGetProperty("aliases", out var aliases) && aliases.EnumerateObject().Any()))
            return false;

        try
        {
            using var answer = await client.DeleteAsync(Escape(name), cancellation);
        }
        catch (AnswerException e) when (e.Error.Status == 404)
        {
            // Deleted by a request whose answer was lost.
        }

        return true;
    }

    private async Task<JsonElement?> DescribeAsync(string name, CancellationToken cancellation)
    {
        try
        {
            using var answer = await client.GetAsync(Escape(name), cancellation);
            return answer.RootElement.TryGetProperty(name, out var index) ? index.Clone() : null;
        }
        catch (AnswerException e) when (e.Error.Status == 404)
        {
            return null;
        }
    }

    // An index of the name without the mark was made by a write to one that somebody had deleted.
    private static bool IsOf(JsonElement index, Generation generation) =>
        index.TryGetProperty("mappings", out var mapping) && mapping.TryGetProperty("_meta", out var meta)
        && meta.TryGetProperty(MarkName, out var mark) && JsonNode.DeepEquals(JsonNode.Parse(mark.GetRawText()), MarkOf(generation));

    private static JsonObject MarkOf(Generation generation) =>
        new() { ["migration"] = generation.Migration, ["generation"] = generation.Stamp };

    private static void ThrowIfFailed(JsonDocument answer, string what)
    {
        if (answer.RootElement.TryGetProperty("_shards", out var shards) && shards.TryGetProperty("failed", out var failed)
            && failed.GetInt64() is > 0 and var count)
        {
            throw new BusyException($"{what} {count} of its shards");
        }
    }

    private static string Escape(string name) => Uri.EscapeDataString(name);
}
