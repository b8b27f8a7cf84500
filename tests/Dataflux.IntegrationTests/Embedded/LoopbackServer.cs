using System.Runtime.Versioning;
using Dataflux.Dialects.PostgreSql.Embedded;
using Npgsql;

namespace Dataflux.IntegrationTests.Embedded;

/// <summary>A real server with a password and a few tables, for one test class.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LoopbackServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("loopback-").FullName;
    private EmbeddedServer? _server;
    private NpgsqlDataSource? _source;

    public NpgsqlDataSource Source => _source!;

    /// <summary>Settings with the password, for variations; without pooling.</summary>
    public NpgsqlConnectionStringBuilder Settings => new(_server!.ConnectionString) { IncludeErrorDetail = true, Pooling = false };

    public async ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.OtherExecute);
        _server = await EmbeddedServer.StartAsync(Path.Combine(_folder, "postgresql"), binFolder: null, tcp: true, CancellationToken.None);
        _source = NpgsqlDataSource.Create(Settings.ConnectionString);
        await using var command = _source.CreateCommand("""
            create table person (id int primary key, email text not null unique, age int check (age > 0), note varchar(5));
            create table pet (id int primary key, owner int not null references person);
            insert into person values (1, 'hidden@example.com', 30, null);
            create role stranger;
            create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no pets on a %', 'Sunday'; end $$;
            create trigger refuse before insert on pet for each row when (new.id = 666) execute function refuse();
            """);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _source!.DisposeAsync();
        await _server!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
