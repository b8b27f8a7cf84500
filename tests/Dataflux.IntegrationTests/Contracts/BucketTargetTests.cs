using Dataflux.Contracts;
using Dataflux.IntegrationTests.S3;
using Dataflux.IntegrationTests.Warehouse;

namespace Dataflux.IntegrationTests.Contracts;

/// <summary>Files in a bucket hold what a run relies on.</summary>
public sealed class BucketTargetTests(S3Server server) : TargetContract(new FilesTargetFixture("parquet", server));
