using Dataflux.Contracts;
using Dataflux.IntegrationTests.Warehouse;

namespace Dataflux.IntegrationTests.Contracts;

/// <summary>Files of the format csv hold what a run relies on.</summary>
public sealed class CsvTargetTests() : TargetContract(new FilesTargetFixture("csv"));
