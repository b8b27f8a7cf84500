namespace Dataflux.IntegrationTests.OpenSearch;

/// <summary>A request that fails as a whole.</summary>
internal sealed class SearchException(int status, string type, string reason) : Exception(reason)
{
    internal int Status => status;

    internal string Type => type;
}
