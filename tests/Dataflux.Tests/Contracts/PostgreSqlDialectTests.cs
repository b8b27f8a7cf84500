using Dataflux.Contracts;
using Dataflux.Dialects.PostgreSql;
using Dataflux.Engine.Settings;

namespace Dataflux.Tests.Contracts;

/// <summary>The kind of target for PostgreSQL is described.</summary>
public sealed class PostgreSqlDialectTests() : DialectContract(PostgreSqlDialect.Dialect)
{
    // A password alone leads to a private server, which has none.
    protected override IReadOnlyDictionary<string, object> Beside(DialectOption option) =>
        new Dictionary<string, object>(option.Name == "password" ? [new("host", "db.example.com")] : []);
}
