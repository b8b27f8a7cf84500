using Dataflux.Contracts;
using Dataflux.IntegrationTests.S3;

namespace Dataflux.IntegrationTests.Contracts;

/// <summary>Exports in buckets hold what a run relies on.</summary>
public sealed class S3SourceTests(S3Server server) : SourceContract(new S3SourceFixture(server));
