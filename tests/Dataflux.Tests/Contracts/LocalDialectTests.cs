using Dataflux.Contracts;
using Dataflux.Dialects.DynamoDbExport.Local;

namespace Dataflux.Tests.Contracts;

/// <summary>The kind of source for folders is described.</summary>
public sealed class LocalDialectTests() : DialectContract(LocalDynamoDb.Dialect);
