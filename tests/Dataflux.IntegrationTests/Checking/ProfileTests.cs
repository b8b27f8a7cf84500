using Dataflux.IntegrationTests.Executable;

namespace Dataflux.IntegrationTests.Checking;

/// <summary><c>dataflux test</c> with the real script host and PostgreSQL.</summary>
public sealed class ProfileTests
{
    [Fact]
    public async Task The_tests_of_all_shipped_profiles_pass_and_a_difference_in_a_table_is_shown_and_accepted()
    {
        using var workspace = Workspace.CreateUnconfigured();
        foreach (var file in Directory.GetFiles(Path.Combine(Workspace.Repository, "migrations")))
            File.Copy(file, Path.Combine(workspace.Folder, "migrations", Path.GetFileName(file)), overwrite: true);
        string[] examples =
        [
            .. Directory.GetFiles(Path.Combine(Workspace.Repository, "examples"), "*.tests.yaml", SearchOption.AllDirectories)
                .Select(
                    tests => Path.GetRelativePath(Workspace.Repository, tests.Replace(".tests.yaml", ".yaml", StringComparison.Ordinal)))
                .Where(definition => File.Exists(Path.Combine(Workspace.Repository, definition))),
        ];

        workspace.Write("rooms.yaml", "name: rooms\nprofile: rooms.csx\nsource: { type: local-dynamodb, path: nowhere }\n");
        workspace.Write("rooms.csx", """
            record Row(string Id, int Size, Json Detail);
            [Table("room")] record Room([property: Key] string Id, int Size, [property: Column(TypeName = "jsonb")] Json Detail);
            Row? parseItem(Item item) => new(item.String("id"), item.Int32("size"), item.Map("detail").ToJson());
            Room transform(Row row) => new(row.Id, row.Size, row.Detail);
            """);
        workspace.Write("rooms.tests.yaml", """
            setup: |
              create table room (id text primary key, size integer not null check (size < 100), detail jsonb not null, changed timestamptz default now());
            tests:
              - name: rooms are written, and replaced where they are there
                setup: |
                  insert into room values ('a', 1, '{}'), ('z', 1, '{"k": [1.50, null]}')
                items:
                  - { id: a, size: 2, detail: { windows: 3 } }
                  - { id: b, size: 200, detail: {} }
                errors:
                  - { item: 2, at: upsert, message: room_size_check }
                table:
                  room: # sorted by their keys
                    - { id: a, size: 3, detail: { windows: 3 } }
                    - { id: z, size: 1, detail: { k: [1.5, null] } }
            """);

        var output = await workspace.RunAsync(1, ["test", "pictures", "orders", .. examples, "rooms"]);
        await workspace.RunAsync(0, "test", "rooms", "--update");

        Assert.Contains("ok     the parts of a picture in two files are merged in the table", output);
        Assert.Contains("ok     a change of an incremental export replaces the order, a delete removes it", output);
        Assert.Contains(
            "rooms.tests.yaml(14,26): table.room[0].size\n           expected  3\n           found     2\n",
            output.ReplaceLineEndings("\n"));
        Assert.Contains(", 1 failed", output);
        Assert.Contains(
            "- { id: a, size: 2, detail: { windows: 3 } }\n", File.ReadAllText(Path.Combine(workspace.Folder, "rooms.tests.yaml")));
    }
}
