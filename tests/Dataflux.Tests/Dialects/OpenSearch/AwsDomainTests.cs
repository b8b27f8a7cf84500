using Dataflux.Dialects.OpenSearch.Options;

namespace Dataflux.Tests.Dialects.OpenSearch;

/// <summary>What hosts of AWS say; their forms are those of the services' documentation.</summary>
public sealed class AwsDomainTests
{
    [Theory]
    [InlineData("search-pictures-abc.eu-central-1.es.amazonaws.com", "es", "eu-central-1")]
    [InlineData("vpc-pictures-abc.cn-north-1.es.amazonaws.com.cn", "es", "cn-north-1")]
    [InlineData("07tjusf2h91cunochc.us-east-1.AOSS.amazonaws.com", "aoss", "us-east-1")]
    [InlineData("es.amazonaws.com", null, null)]
    [InlineData("search.example.com", null, null)]
    [InlineData("a.eu-central-1.es.amazonaws.com.example.com", null, null)]
    public void The_service_and_the_region_are_in_the_host(string host, string? service, string? region) =>
        Assert.Equal((service, region), (AwsDomain.ServiceOf(host), AwsDomain.RegionOf(host)));
}
