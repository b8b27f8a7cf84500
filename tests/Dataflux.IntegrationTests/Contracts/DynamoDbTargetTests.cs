using Dataflux.Contracts;
using Dataflux.IntegrationTests.DynamoDb;

namespace Dataflux.IntegrationTests.Contracts;

/// <summary>DynamoDB holds what a run relies on.</summary>
public sealed class DynamoDbTargetTests(DynamoDbServer server) : TargetContract(new DynamoDbTargetFixture(server));
