namespace Dataflux.IntegrationTests.Reliability;

/// <summary>A host's name that leads from one server to another one after a fail-over.</summary>
internal sealed class LinkedHost : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dfhost").FullName;
    private readonly string _first;

    internal LinkedHost(PostgreSqlServer server)
    {
        _first = server.Folder;
        LeadTo(server);
    }

    private string Link => Path.Combine(_folder, "host");

    internal string Of(string connectionString) => connectionString.Replace(_first, Link, StringComparison.Ordinal);

    internal void LeadTo(PostgreSqlServer server)
    {
        File.Delete(Link);
        File.CreateSymbolicLink(Link, server.Folder);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
