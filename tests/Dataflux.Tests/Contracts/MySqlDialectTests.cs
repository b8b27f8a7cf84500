using Dataflux.Contracts;
using Dataflux.Dialects.MySql;
using Dataflux.Engine.Settings;

namespace Dataflux.Tests.Contracts;

/// <summary>The kind of target for MySQL is described.</summary>
public sealed class MySqlDialectTests() : DialectContract(MySqlDialect.Dialect)
{
    // A password alone leads nowhere.
    protected override IReadOnlyDictionary<string, object> Beside(DialectOption option) => new Dictionary<string, object>(
        option.Name == "password" ? [new("host", "db.example.com"), new("user", "app"), new("database", "shop")] : []);
}
