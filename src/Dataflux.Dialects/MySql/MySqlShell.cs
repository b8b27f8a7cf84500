using Dataflux.Dialects.MySql.Connecting;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.MySql;

/// <summary>MariaDB's client, or MySQL's where that is the one installed.</summary>
internal sealed class MySqlShell : ITargetShell
{
    private const string OfMariaDb = "mariadb";
    private const string OfMySql = "mysql";

    public string Program => OfMySql;

    public string Advice => "install MariaDB's or MySQL's client programs, such as Debian's mariadb-client, or put them on the PATH";

    public async Task<ShellSession> OpenAsync(DialectSettings settings, CancellationToken cancellation)
    {
        var program = IsInstalled(OfMariaDb) ? OfMariaDb : OfMySql;
        return await MySqlAddress.From(settings).ForClientAsync(program, isMariaDb: program == OfMariaDb, cancellation);
    }

    private static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));
}
