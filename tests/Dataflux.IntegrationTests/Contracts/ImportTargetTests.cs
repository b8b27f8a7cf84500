using Dataflux.Contracts;
using Dataflux.IntegrationTests.DynamoDb;
using Dataflux.IntegrationTests.S3;

namespace Dataflux.IntegrationTests.Contracts;

/// <summary>What a run relies on in every target, of tables that an import makes.</summary>
public sealed class ImportTargetTests(DynamoDbServer server, S3Server store) : TargetContract(new ImportTargetFixture(server, store));
