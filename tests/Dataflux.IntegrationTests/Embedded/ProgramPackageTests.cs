using System.Runtime.Versioning;
using Dataflux.Dialects.PostgreSql.Embedded;
using Dataflux.Engine.Ground;

namespace Dataflux.IntegrationTests.Embedded;

/// <summary>Server programs that were fetched with npm.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ProgramPackageTests : EmbeddedServerFixture
{
    private const string NoPackage = "there is no package of PostgreSQL for this system";

    private string Cache => Path.Combine(Root, "cache");

    [Fact]
    public async Task A_server_of_fetched_programs_answers_and_what_is_fetched_twice_stays()
    {
        var package = Package();
        await package.FetchAsync(Cancellation);
        await package.FetchAsync(Cancellation);

        await using var server = await EmbeddedServer.StartAsync(Folder, package.Programs, tcp: false, Cancellation);
        Assert.Equal(["17"], await Row(server, "select current_setting('server_version_num')::int / 10000"));
        Assert.Equal(["postgresql-17.10.0-beta.17"], Directory.GetFileSystemEntries(Cache).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Another_archive_than_the_known_one_is_not_unpacked()
    {
        var known = Package();
        var package = known with { Sha512 = "A" + known.Sha512[1..] };

        var refused = await Assert.ThrowsAsync<TargetException>(() => package.FetchAsync(Cancellation));

        Assert.Contains($"expected SHA-512 {package.Sha512}, found {known.Sha512}", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Cache));
    }

    private ProgramPackage Package()
    {
        Assert.SkipUnless(ProgramPackage.ForThisSystem() is not null, NoPackage);
        return ProgramPackage.ForThisSystem()! with { Cache = Cache };
    }
}
