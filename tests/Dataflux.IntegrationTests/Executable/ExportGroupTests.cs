using System.Text.Json;
using Dataflux.IntegrationTests.Pictures;

namespace Dataflux.IntegrationTests.Executable;

/// <summary>
/// An aggregate over keys whose items lie in all files of an export, by the real executable: it equals an independent calculation,
/// whatever was killed on the way.
/// </summary>
public sealed class ExportGroupTests(PostgreSqlFixture server)
{
    private const int Killed = 128 + 9;
    private const string Bad = "agency-100";

    // The keys are texts: their hashes must be the same in the process that resumes.
    private const string Profile = $$"""
        record Row(string Agency, long Picture);

        [Table("agency")]
        record Agency([property: Key] string Id, long Items, long Pictures);

        Row? parseItem(Item item) => item.TryInt64("agencyId") is { } agency ? new($"agency-{agency}", item.TryInt64("pictureId") ?? 0) : null;

        string groupKey(Row row) => row.Agency;

        Agency transform(IReadOnlyList<Row> rows) => rows[0].Agency == "{{Bad}}"
            ? throw new InvalidOperationException("not this one")
            : new(rows[0].Agency, rows.Count, rows.Sum(row => row.Picture));

        Task onStart(ISqlTarget target) => target.Execute("create table if not exists agency (id text primary key, items bigint, pictures bigint)");
        """;

    private static readonly string[] Migrate = ["migrate", "agencies.yaml"];

    [Fact]
    public async Task An_aggregate_over_all_files_is_exact_also_after_kills_in_both_phases()
    {
        using var workspace = await NewWorkspaceAsync("group: { scope: export, memory: 1MiB }");
        var expected = Expected(workspace);

        var output = await workspace.RunAsync(1, Migrate);

        Assert.Contains("Completed file [7/7]", output);
        Assert.Contains("Grouping partition [1/", output);
        Assert.Equal(expected, await OutcomeAsync(workspace));
        Assert.False(Directory.Exists(Path.Combine(workspace.Folder, ".dataflux", "agencies", "groups", "export")));

        // Again over the table that is there: nothing is written.
        await workspace.RunAsync(1, Migrate);
        Assert.Equal(0, workspace.Summary("agencies").GetProperty("counts").GetProperty("records").GetProperty("updated").GetInt64());
        Assert.Equal(expected, await OutcomeAsync(workspace));

        foreach (var step in new[] { "in-partitions:15", "before-checkpoint:4", "in-transaction:9", "before-checkpoint:9" })
        {
            await workspace.SqlAsync("drop table agency");
            workspace.ForgetState("agencies");
            await workspace.Set("DATAFLUX_KILL_AT", step).RunAsync(Killed, Migrate);

            await workspace.Set("DATAFLUX_KILL_AT", null).RunAsync(1, Migrate);

            Assert.Equal((step, expected), (step, await OutcomeAsync(workspace)));
        }
    }

    [Fact]
    public async Task What_a_profile_or_a_run_cannot_do_is_said_where_it_is_asked_for()
    {
        using var workspace = await NewWorkspaceAsync("group: { scope: export }");
        File.WriteAllText(ProfilePath(workspace), Profile.Replace("string groupKey(Row row) => row.Agency;", "", StringComparison.Ordinal));

        var check = await workspace.RunAsync(2, "check", "agencies.yaml");
        var limited = await workspace.RunAsync(2, [.. Migrate, "--limit", "10"]);

        const string Where = "agencies.yaml(4,17): error DF0008: 'scope: export' ";
        Assert.Contains(Where + "needs a profile with the function groupKey", check);
        Assert.Contains(Where + "needs all items of the export, and does not go with a limit", limited);
    }

    private static string ProfilePath(Workspace workspace) => Path.Combine(workspace.Folder, "migrations", "agencies.csx");

    private async Task<Workspace> NewWorkspaceAsync(string group)
    {
        var workspace = await Workspace.CreateAsync(server);
        await workspace.GenerateExportAsync("--items", "12000", "--files", "6");
        File.WriteAllText(ProfilePath(workspace), Profile);
        File.WriteAllText(Path.ChangeExtension(ProfilePath(workspace), ".yaml"), $$"""
            name: agencies
            profile: agencies.csx
            source: { type: local-dynamodb, path: "${PICTURES_EXPORT}" }
            {{group}}
            batchSize: 10
            """);
        return workspace;
    }

    // What the export's own lines say, without anything of dataflux.
    private static (string Table, string Rejects, string Account) Expected(Workspace workspace)
    {
        var agencies = new SortedDictionary<string, (HashSet<int> Files, long Items, long Pictures)>(StringComparer.Ordinal);
        var rejects = new List<string>();
        long items = 0, skipped = 0;
        var (files, _) = ExportLines.Read(Path.Combine(workspace.Folder, "generated"));
        for (var file = 0; file < files.Count; file++)
        {
            for (var line = 0; line < files[file].Count; line++)
            {
                items++;
                using var json = JsonDocument.Parse(files[file][line]);
                var item = json.RootElement.GetProperty("Item");
                var agency = NumberOf(item, "agencyId");
                if (agency is null && !IsText(item, "agencyId"))
                {
                    skipped++;
                    continue;
                }

                // A number that arrives as text is none to TryInt64, unless it is asked for.
                var key = $"agency-{agency}";
                if (key == Bad || IsText(item, "agencyId") || IsText(item, "pictureId"))
                {
                    rejects.Add($"{file + 1} {line + 1}");
                    continue;
                }

                var (seen, count, sum) = agencies.GetValueOrDefault(key, ([], 0, 0));
                seen.Add(file);
                agencies[key] = (seen, count + 1, sum + (NumberOf(item, "pictureId") ?? 0));
            }
        }

        Assert.True(
            agencies.Values.Count(agency => agency.Files.Count >= 6) > agencies.Count / 2,
            "most keys are to lie in every file that is not empty");
        Assert.NotEmpty(rejects);
        var table = string.Join('|', agencies.Select(agency => $"{agency.Key},{agency.Value.Items},{agency.Value.Pictures}"));
        return (table, string.Join('|', rejects), $"{items} = {agencies.Values.Sum(agency => agency.Items)} + {skipped} + {rejects.Count}");
    }

    private static bool IsText(JsonElement item, string attribute) =>
        item.TryGetProperty(attribute, out var value) && value.TryGetProperty("S", out _);

    private static long? NumberOf(JsonElement item, string attribute) =>
        item.TryGetProperty(attribute, out var value) && value.TryGetProperty("N", out var number) ? long.Parse(number.GetString()!) : null;

    private static async Task<(string Table, string Rejects, string Account)> OutcomeAsync(Workspace workspace)
    {
        var table = await workspace.SqlAsync(
            """select string_agg(concat_ws(',', id, items, pictures), '|' order by id collate "C") from agency""");
        var manifest = Directory.GetFiles(Path.Combine(workspace.Folder, "generated"), "manifest-files.json", SearchOption.AllDirectories)
            .Single();
        var names = File.ReadLines(manifest).Where(line => line.Length > 0)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("dataFileS3Key").GetString()!).Order(StringComparer.Ordinal)
            .ToList();
        var rejects = workspace.Rejects("agencies")
            .SelectMany(
                reject => reject.GetProperty("lines").EnumerateArray()
                    .Select(line => (File: names.IndexOf(reject.GetProperty("file").GetString()!) + 1, Line: line.GetInt64())))
            .Order().Select(place => $"{place.File} {place.Line}");
        var counts = workspace.Summary("agencies").GetProperty("counts");
        Assert.True(counts.GetProperty("addUp").GetBoolean());
        return (table, string.Join('|', rejects),
            $"{counts.GetProperty("items")} = {counts.GetProperty("kept")} + {counts.GetProperty("skippedTotal")} + "
            + $"{counts.GetProperty("rejectedTotal")}");
    }
}
