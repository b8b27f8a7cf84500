using System.Text.Json.Nodes;

namespace Dataflux.IntegrationTests.OpenSearch;

/// <summary>Fresh indexes that take the place of those before when all is there, and the way back, with the real executable.</summary>
public sealed class OpenSearchGenerationRunTests
{
    private const int Killed = 128 + 9;
    private const string Definition = "examples/search/rebuild.yaml";
    private const string Old = "pictures-before";

    // DATAFLUX_TEST_KILLS=8 or more for all of them; the contract suite ends a publication at each step within one process.
    private static readonly (string Step, bool IsTurned)[] Steps = Environment.GetEnvironmentVariable("DATAFLUX_TEST_KILLS") is null
        ? [("generation-noted:1", false), ("generation-turned:1", true)]
        :
        [
            ("in-transaction:1", false), ("in-transaction:2", false), ("generation-counted:1", false), ("generation-served:1", false),
            ("generation-noted:1", false), ("generation-turned:1", true), ("generation-shown:1", true), ("before-complete:1", true),
        ];

    [Fact]
    public async Task A_run_that_is_killed_at_each_step_turns_the_alias_once_when_all_is_there_and_undo_turns_it_back()
    {
        await using var server = NewServer(new()
        {
            Random = new(8),
            TooBusy = 1,
            Unavailable = 1,
            RequestTooBusy = 2,
            FailedAfter = 2,
            Cut = 2,
            Reset = 2,
            ShardFailed = 20,
        });
        using var workspace = OpenSearchRunTests.NewWorkspace(server);
        string[] migrate = ["migrate", Definition, "--batch-size", "400"];
        foreach (var (step, isTurned) in Steps)
        {
            await workspace.Set("DATAFLUX_KILL_AT", step).RunAsync(Killed, migrate);
            Assert.Equal((step, isTurned), (step, Behind(server).Name != Old));
        }

        var output = await workspace.Set("DATAFLUX_KILL_AT", null).RunAsync(0, migrate);
        var made = Behind(server);
        Assert.Equal(OpenSearchRunTests.Expected(), OpenSearchRunTests.Indexed(server, "pictures"));
        Assert.Equal([Old, made.Name], server.Store.Indexes.Keys);
        Assert.Equal(made.Documents.Count, made.Visible);
        Assert.Equal("[null,null]", $"[{made.Settings["refresh_interval"] ?? "null"},{made.Settings["number_of_replicas"] ?? "null"}]");
        Assert.Equal("""{"filter":{"term":{"agencyId":1}},"is_write_index":true}""", made.Aliases["pictures"].ToJsonString());
        Assert.Matches(@"published +[\d,]+  rows in 1 generation", output);

        await workspace.Set("DATAFLUX_KILL_AT", "in-transaction:1").RunAsync(Killed, "undo", Definition, "--run", "1", "--yes");
        Assert.Equal(made.Name, Behind(server).Name);
        var undone = await workspace.Set("DATAFLUX_KILL_AT", null).RunAsync(0, "undo", Definition, "--run", "1", "--yes");
        Assert.Contains("run 1 is undone by run 2", undone, StringComparison.Ordinal);
        Assert.Equal(Old, Behind(server).Name);
        Assert.Equal("""{"filter":{"term":{"agencyId":1}},"is_write_index":true}""", Behind(server).Aliases["pictures"].ToJsonString());
    }

    [Fact]
    public async Task An_alias_that_cannot_be_turned_is_told_by_check_connect_and_nothing_is_made()
    {
        await using var server = new SearchServer();
        server.Store.Create("pictures");
        using var workspace = OpenSearchRunTests.NewWorkspace(server);

        var check = await workspace.RunAsync(2, "check", Definition, "--connect");

        Assert.Contains("'pictures' is an index", check, StringComparison.Ordinal);
        Assert.Equal(["pictures"], server.Store.Indexes.Keys);
    }

    private static SearchIndex Behind(SearchServer server) => server.Store.Find("pictures").Single();

    private static SearchServer NewServer(SearchFaults faults)
    {
        var server = new SearchServer(faults);
        server.Store.Create(Old, JsonNode.Parse(
            """{"aliases":{"pictures":{"filter":{"term":{"agencyId":1}},"is_write_index":true}}}""")!.AsObject());
        server.Store.Indexes[Old].Put("old", null, null, new JsonObject { ["id"] = 1 });
        return server;
    }
}
