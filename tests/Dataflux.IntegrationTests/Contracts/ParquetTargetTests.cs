using Dataflux.Contracts;
using Dataflux.IntegrationTests.Warehouse;

namespace Dataflux.IntegrationTests.Contracts;

/// <summary>Files of the format parquet hold what a run relies on.</summary>
public sealed class ParquetTargetTests() : TargetContract(new FilesTargetFixture("parquet"));
