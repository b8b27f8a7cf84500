using System.Text.Json;
using System.Text.RegularExpressions;
using Dataflux.IntegrationTests.Executable;

namespace Dataflux.IntegrationTests.Planning;

/// <summary><c>dataflux plan</c> by the real executable against a real server: it says what is there, and changes nothing.</summary>
public sealed class PlannedRunTests(PostgreSqlFixture server)
{
    [Fact]
    public async Task A_plan_names_what_a_run_will_meet_and_changes_nothing()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.GenerateExportAsync("--items", "400", "--files", "2");

        using (var first = JsonDocument.Parse(await workspace.RunAsync(0, "plan", "pictures.yaml", "--output", "json")))
        {
            Assert.Equal(400, first.RootElement.GetProperty("items").GetInt64());
            Assert.Equal(400, first.RootElement.GetProperty("itemsLeft").GetInt64());
            Assert.Equal(
                "picture_pkey", first.RootElement.GetProperty("tables")[0].GetProperty("indexes")[0].GetProperty("name").GetString());
            Assert.NotEqual(JsonValueKind.Null, first.RootElement.GetProperty("duration").ValueKind);
        }

        Assert.Equal(
            "0",
            await workspace.SqlAsync(
                "select count(*) from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = 'public'"));
        await workspace.RunAsync(0, "migrate", "pictures.yaml", "--quiet");
        await workspace.SqlAsync("""
            create index picture_variants on picture using gin (variants);
            create function noted() returns trigger language plpgsql as 'begin return new; end';
            create trigger note before update on picture for each row execute function noted();
            create table shown (picture bigint references picture);
            analyze picture
            """);
        const string all = "select count(*) || ' ' || md5(string_agg(p::text || p.xmin::text, '|' order by id)) from picture p";
        var untouched = await workspace.SqlAsync(all);

        var said = await workspace.RunAsync(0, "plan", "pictures.yaml", "--write", "plan.md");

        Assert.Equal(untouched, await workspace.SqlAsync(all));
        Assert.Contains("  index picture_variants: gin, slows every insert, ", said);
        Assert.Contains("  trigger: CREATE TRIGGER note BEFORE UPDATE ON picture FOR EACH ROW EXECUTE FUNCTION noted()", said);
        Assert.Contains("  foreign key shown_picture_fkey: shown refers to picture", said);
        Assert.Contains("  undo: off: ", said);
        Assert.StartsWith(
            "# Plan: migration pictures",
            await File.ReadAllTextAsync(Path.Combine(workspace.Folder, "plan.md"), TestContext.Current.CancellationToken));

        // Rules that change the key by which images name rows: found before the first batch.
        await workspace.SqlAsync(
            "drop table shown; alter table picture drop constraint picture_pkey, add unique (id), add primary key (id, path)");
        workspace.Set("DATAFLUX_UNDO", "keep");
        const string refusal = "'undo: keep' names the rows of \"picture\" by their key, and the upsert of Picture changes column "
            + "\"path\" of it";
        Assert.Matches(
            @$"pictures\.csx\(128,11\): error DF0212: {Regex.Escape(refusal)}",
            await workspace.RunAsync(2, "check", "pictures.yaml", "--connect"));
        Assert.Contains($"  {refusal}", await workspace.RunAsync(0, "plan", "pictures.yaml"));
    }
}
