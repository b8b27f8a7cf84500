namespace Dataflux.Dialects.OpenSearch.Options;

/// <summary>What the host of a domain of AWS says, such as <c>search-pictures-abc.eu-central-1.es.amazonaws.com</c>.</summary>
internal static class AwsDomain
{
    private const string Suffix = ".amazonaws.com";

    /// <summary>The service's name for signatures; <see langword="null"/>: the host is none of AWS.</summary>
    internal static string? ServiceOf(string host) => Labels(host) is [.., _, "es" or "aoss"] labels ? labels[^1] : null;

    /// <summary>The region; <see langword="null"/>: the host is none of AWS.</summary>
    internal static string? RegionOf(string host) => Labels(host) is [.., var region, "es" or "aoss"] ? region : null;

    private static string[] Labels(string host)
    {
        host = host.ToLowerInvariant();
        host = host.EndsWith(Suffix + ".cn", StringComparison.Ordinal) ? host[..^3] : host;
        return host.EndsWith(Suffix, StringComparison.Ordinal) ? host[..^Suffix.Length].Split('.') : [];
    }
}
