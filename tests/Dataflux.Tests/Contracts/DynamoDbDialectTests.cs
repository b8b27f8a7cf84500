using Dataflux.Contracts;
using Dataflux.Dialects.DynamoDb;

namespace Dataflux.Tests.Contracts;

/// <summary>The target of DynamoDB holds what the front end relies on.</summary>
public sealed class DynamoDbDialectTests() : DialectContract(DynamoDbDialect.Dialect);
