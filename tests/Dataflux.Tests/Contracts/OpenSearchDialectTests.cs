using Dataflux.Contracts;
using Dataflux.Dialects.OpenSearch;

namespace Dataflux.Tests.Contracts;

/// <summary>The target of OpenSearch holds what the front end relies on.</summary>
public sealed class OpenSearchDialectTests() : DialectContract(OpenSearchDialect.Dialect);
