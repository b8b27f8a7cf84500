using System.Text.RegularExpressions;
using Dataflux.IntegrationTests.Executable;

namespace Dataflux.IntegrationTests.Checking;

/// <summary><c>dataflux check --connect</c> by the real executable on a real server.</summary>
public sealed class ConnectTests(PostgreSqlFixture server)
{
    [Fact]
    public async Task Everything_that_does_not_fit_is_named_in_one_go_at_its_place_in_the_script()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.SqlAsync("""
            create table picture (id bigint, uuid uuid not null, path text not null, "imageTyp" text, extra int not null, description_i18n jsonb not null,
              "agencyId" text not null, "focalPointX" double precision, "focalPointY" double precision, width integer, height integer, crops jsonb not null,
              taxonomy jsonb not null, type text not null, "createdBy" text not null, "createdAt" timestamptz not null, "updatedAt" timestamptz not null, variants jsonb not null)
            """);

        var output = await workspace.RunAsync(2, "check", "pictures.yaml", "--connect");

        Assert.Equal(
            [
                "(10,59): error DF0212: Picture.ImageType: table \"picture\" has no column \"image_type\"; did you mean "
                + "[Column(\"imageTyp\")]? Add the column, or mark the property [NotMapped]",
                "(10,96): error DF0212: Picture.AgencyId is Int32, which cannot go into column \"agencyId\" (text); use char, Json, "
                + "string, Text",
                "(9,8): error DF0212: Picture: column \"extra\" (integer) is not null and has no default, but no property fills it; add a "
                + "property, or give the column a default",
                "(9,8): error DF0212: no unique index is on exactly (\"id\"), the [Key] of Picture; run: create unique index on "
                + "\"public\".\"picture\" (\"id\")",
            ],
            Problems(output));
    }

    [Fact]
    public async Task The_rules_of_an_upsert_are_looked_through_without_writing()
    {
        using var workspace = await Workspace.CreateAsync(server);
        workspace.EditProfile("picture.description_i18n || case", "picture.descripton_i18n || case");

        Assert.Matches(
            @"\(128,11\): error DF0212: upsert would fail: column picture\.descripton_i18n does not exist",
            Assert.Single(Problems(await workspace.RunAsync(2, "check", "pictures.yaml", "--connect"))));
    }

    [Fact]
    public async Task Tables_that_onStart_would_make_are_not_missing_and_rights_that_a_user_lacks_are_named()
    {
        using var workspace = await Workspace.CreateAsync(server);

        var asOwner = await workspace.RunAsync(0, "check", "pictures.yaml", "--connect");
        Assert.Equal("", await workspace.SqlAsync("select to_regclass('picture')::text"));
        await workspace.RunAsync(0, "migrate", "pictures.yaml", "--limit", "10", "--quiet");
        await workspace.SqlAsync("""
            create role reader login;
            grant select on picture to reader;
            do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$
            """);
        workspace.Set("PG_USER", "reader");

        var withoutTemporary = await workspace.RunAsync(2, "check", "pictures.yaml", "--connect");
        await workspace.SqlAsync("do $$ begin execute format('grant temporary on database %I to reader', current_database()); end $$");
        var withoutTheRest = await workspace.RunAsync(2, "check", "pictures.yaml", "--connect");

        Assert.Matches(
            "connect: source and .*: 1 record type fits its table, with a unique index behind each key and the right to write; upsert was "
            + "looked through; onStart was run and rolled back",
            asOwner);
        Assert.Contains("migrations/pictures.yaml: OK", asOwner);
        Assert.Matches(@"pictures\.yaml\(7,3\): error DF0211: no TEMPORARY permission on the database", withoutTemporary);
        Assert.Matches(@"pictures\.csx\(154,5\): error DF0212: onStart would fail: permission denied for schema public", withoutTheRest);
        Assert.Matches(
            @"pictures\.csx\(9,8\): error DF0212: Picture: no INSERT, UPDATE permission on table ""picture""; run as its owner: grant insert, update on",
            withoutTheRest);
    }

    [Fact]
    public async Task Source_and_target_out_of_reach_are_two_problems_of_one_check()
    {
        using var workspace = await Workspace.CreateAsync(server);
        workspace.Set("SERVER", "127.0.0.1").Set("PORT", "1").Set("PICTURES_EXPORT", "/nowhere");

        var problems = Problems(await workspace.RunAsync(2, "check", "pictures.yaml", "--connect"), "yaml");

        Assert.Collection(
            problems,
            source => Assert.Matches(@"^\(5,9\): error DF0201: /nowhere: does not exist", source),
            target => Assert.Matches(
                @"^\(7,3\): error DF0211: .*127\.0\.0\.1:1.*: Connection refused; is it running, and are host and port right\?", target));
    }

    private static List<string> Problems(string output, string file = "csx") =>
        [.. Regex.Matches(output, $@"^migrations/pictures\.{file}(?<problem>\(.*?)\r?$", RegexOptions.Multiline)
            .Select(match => match.Groups["problem"].Value)];
}
