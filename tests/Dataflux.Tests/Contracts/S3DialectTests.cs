using Dataflux.Contracts;
using Dataflux.Dialects.DynamoDbExport.S3;

namespace Dataflux.Tests.Contracts;

/// <summary>The kind of source for buckets is described.</summary>
public sealed class S3DialectTests() : DialectContract(S3DynamoDb.Dialect);
