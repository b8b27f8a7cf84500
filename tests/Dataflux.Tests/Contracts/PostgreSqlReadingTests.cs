using Dataflux.Contracts;
using Dataflux.Dialects.PostgreSql;

namespace Dataflux.Tests.Contracts;

/// <summary>The source <c>postgresql</c> describes itself.</summary>
public sealed class PostgreSqlReadingTests() : DialectContract(PostgreSqlReading.Dialect);
