using Dataflux.Dialects.MySql.Connecting;
using Dataflux.Engine.Settings;
using Dataflux.Profiles;

namespace Dataflux.Dialects.MySql;

/// <summary>The target <c>mysql</c>: MySQL 8, Aurora MySQL or MariaDB.</summary>
public static class MySqlDialect
{
    /// <summary>The dialect, for the registry.</summary>
    public static TargetDialect Dialect { get; } = new(
        "mysql",
        MySqlConnectionOptions.All,
        static settings => new MySqlTarget(MySqlAddress.From(settings)))
    {
        ProfileInterface = typeof(ISqlTarget),
        Title = "MySQL",
        SecretVariables = ["MYSQL_PWD"],
        Shell = new MySqlShell(),
        Scaffold = new MySqlScaffold(),
    };
}
