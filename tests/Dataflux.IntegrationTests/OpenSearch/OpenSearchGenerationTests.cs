using System.Text.Json.Nodes;
using Dataflux.Dialects.OpenSearch;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.IntegrationTests.OpenSearch;

/// <summary>What keeps an alias from being turned to an index.</summary>
public sealed class OpenSearchGenerationTests : IDisposable
{
    private const string Migration = "readings";
    private const string Old = "readings-before";
    private readonly string _folder = Directory.CreateTempSubdirectory("generations-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Mapping => Path.Combine(_folder, "mapping.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_is_not_as_much_as_the_run_has_written_is_never_shown()
    {
        await using var server = NewServer();
        await using var target = Open(server);
        var publication = await WriteAsync(target, new Reading("a", 1, "x"), new Reading("b", 2, "x"));
        Fresh(server).Put("c", null, null, new JsonObject());

        var wrong = await Assert.ThrowsAsync<TargetException>(() => PublishAsync(publication, new(2, 0, 0)));

        Assert.Equal(ExitCode.Failed, wrong.ExitCode);
        Assert.Contains("2 documents, and 3 are there", wrong.Message, StringComparison.Ordinal);
        Assert.Equal(Old, server.Store.Find("readings").Single().Name);
        await PublishAsync(publication, new(3, 0, 0));
        Assert.NotEqual(Old, server.Store.Find("readings").Single().Name);
    }

    [Fact]
    public async Task What_functions_of_the_profile_write_counts_too()
    {
        await using var server = NewServer();
        await using var target = Open(server);
        var publication = target.Capabilities.Publication!;
        await publication.BeginAsync(NewRun(), Stop);
        await using var session = await target.OpenSessionAsync(Stop);
        session.Part = new(0, "onStart", null, 0);
        await session.WriteAsync(static to => to.Upsert([new Reading("a", 0, "x"), new Reading("z", 0, "x")]), Stop);
        session.Part = new(1, "part 1", null, 0);
        await session.WriteAsync(static to => to.Upsert([new Reading("a", 1, "x")]), Stop);

        await PublishAsync(publication, new(0, 1, 0));

        Assert.Equal(["a", "z"], server.Store.Find("readings").Single().Documents.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("made again by a late write")]
    public async Task An_index_of_a_run_that_is_gone_on_with_is_its_own(string what)
    {
        await using var server = NewServer();
        await using var target = Open(server);
        await WriteAsync(target, new Reading("a", 1, "x"));
        var name = Fresh(server).Name;
        server.Store.Indexes.Remove(name);
        if (what != "deleted")
            server.Store.Create(name);

        await using var other = Open(server);
        var thrown = await Assert.ThrowsAnyAsync<DatafluxException>(
            () => other.Capabilities.Publication!.BeginAsync(NewRun("part 1"), Stop));

        Assert.Contains($"'{name}'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("dataflux reset", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_of_which_nothing_is_done_begins_its_index_again()
    {
        await using var server = NewServer();
        await using var target = Open(server);
        await WriteAsync(target, new Reading("a", 1, "x"));
        var name = Fresh(server).Name;
        await using var other = Open(server);

        await PublishAsync(await WriteAsync(other, new Reading("b", 1, "x")), new(1, 0, 0));

        Assert.Equal(name, server.Store.Find("readings").Single().Name);
        Assert.Equal(["b"], server.Store.Indexes[name].Documents.Keys);
    }

    [Fact]
    public async Task An_alias_that_stands_for_several_indexes_or_has_a_routing_is_left_alone()
    {
        await using var server = NewServer();
        await using var target = Open(server);
        server.Store.Create("another", JsonNode.Parse("""{"aliases":{"readings":{}}}""")!.AsObject());
        var several = await Assert.ThrowsAsync<TargetException>(() => target.PrepareAsync([typeof(Reading)], Stop));
        server.Store.Delete("another");
        server.Store.Indexes[Old].Aliases["readings"]["index_routing"] = "r";
        var routing = await Assert.ThrowsAsync<TargetException>(() => target.PrepareAsync([typeof(Reading)], Stop));

        Assert.Contains("stands for 2 indexes (readings-before, another)", several.Message, StringComparison.Ordinal);
        Assert.Contains("has a routing", routing.Message, StringComparison.Ordinal);
        Assert.Equal([Old], server.Store.Indexes.Keys);
    }

    [Fact]
    public async Task A_mapping_that_OpenSearch_would_refuse_or_that_lacks_a_field_is_told_before_an_index_is_made()
    {
        await using var server = NewServer();
        var many = new JsonObject(Enumerable.Range(0, 1001).Select(static i => KeyValuePair.Create($"f{i}", (JsonNode?)new JsonObject())));
        var mapping = new JsonObject { ["dynamic"] = "strict", ["properties"] = many };
        await File.WriteAllTextAsync(Mapping, mapping.ToJsonString(), Stop);
        await using var target = Open(server, Mapping);
        await target.Capabilities.Publication!.BeginAsync(NewRun(), Stop);

        var thrown = await Assert.ThrowsAsync<TargetException>(() => target.PrepareAsync([typeof(Reading)], Stop));

        Assert.Contains(thrown.Findings, static finding => finding.Message.Contains("1,001 fields", StringComparison.Ordinal));
        Assert.Contains(thrown.Findings, static finding => finding.Message.Contains("no field 'device'", StringComparison.Ordinal));
        Assert.Equal([Old], server.Store.Indexes.Keys);
    }

    [Fact]
    public async Task More_of_a_chain_is_written_to_the_index_that_its_first_run_filled_unless_the_alias_left_it()
    {
        await using var server = NewServer();
        await using var target = Open(server);
        var publication = await WriteAsync(target, new Reading("a", 1, "x"));
        await PublishAsync(publication, new(1, 0, 0));
        await publication.EndAsync(Stop);
        var name = Fresh(server).Name;
        await using var next = Open(server);
        await next.Capabilities.Publication!.BeginAsync(NewRun("part 1"), Stop);
        await using var session = await next.OpenSessionAsync(Stop);
        await session.WriteAsync(static to => to.Upsert([new Reading("b", 1, "x")]), Stop);
        Assert.Empty(await PublishAsync(next.Capabilities.Publication, new(1, 0, 0)));
        Assert.Equal(["a", "b"], server.Store.Indexes[name].Documents.Keys);
        Assert.Single(await next.Capabilities.Images!.KeepAsync(Migration, 2, Stop));

        server.Store.UpdateAliases(JsonNode.Parse(
            $$$"""{"actions":[{"remove":{"index":"{{{name}}}","alias":"readings"}},{"add":{"index":"{{{Old}}}","alias":"readings"}}]}""")!);
        var thrown = await Assert.ThrowsAsync<StateException>(() => publication.BeginAsync(NewRun("part 1"), Stop));
        Assert.Contains($"stands for '{Old}' now", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alias_that_somebody_turned_since_is_left_by_an_undo_unless_it_is_forced()
    {
        await using var server = NewServer();
        await using var target = Open(server);
        var publication = await WriteAsync(target, new Reading("a", 1, "x"));
        await target.Capabilities.Images!.KeepAsync(Migration, 1, Stop);
        await PublishAsync(publication, new(1, 0, 0));
        var name = Fresh(server).Name;
        server.Store.Create("theirs");
        server.Store.UpdateAliases(JsonNode.Parse(
            $$$"""{"actions":[{"remove":{"index":"{{{name}}}","alias":"readings"}},{"add":{"index":"theirs","alias":"readings"}}]}""")!);

        await using var careful = (await target.Capabilities.Images.OpenAsync(Migration, 1, force: false, Stop))!;
        await using var forced = (await target.Capabilities.Images.OpenAsync(Migration, 1, force: true, Stop))!;
        Assert.Equal((0, 1), Counted(await careful.CountAsync(Stop)));
        Assert.Equal((1, 0), Counted(await forced.CountAsync(Stop)));
        await forced.BeginAsync(2, Stop);
        await forced.ApplyAsync((await forced.NextAsync(forced.Steps[0], 0, 10, Stop))!, static () => { }, Stop);
        Assert.Equal(Old, server.Store.Find("readings").Single().Name);

        static (long, long) Counted(IReadOnlyList<UndoCounts> counts) => (counts.Single().Restore, counts.Single().ChangedSince);
    }

    [Fact]
    public async Task As_many_generations_stay_as_were_asked_for_and_none_that_somebody_else_made_goes()
    {
        await using var server = NewServer();
        var names = new List<string>();
        for (var run = 1; run <= 3; run++)
        {
            await using var target = Open(server);
            var publication = await WriteAsync(target, new Reading($"run {run}", 1, "x"));
            await target.Capabilities.Images!.KeepAsync(Migration, run, Stop);
            await PublishAsync(publication, new(1, 0, 0));
            await publication.EndAsync(Stop);
            names.Add(server.Store.Find("readings").Single().Name);
        }

        Assert.Equal([Old, names[1], names[2]], server.Store.Indexes.Keys);
        await using var last = Open(server);
        var images = last.Capabilities.Images!;
        Assert.Equal(100, await images.BytesAsync(Migration, 3, Stop));
        await using (var gone = (await images.OpenAsync(Migration, 2, force: true, Stop))!)
        {
            await foreach (var left in gone.LeftAsync(new Dictionary<(string, long), string>(), Stop))
                Assert.Equal($"the index '{names[0]}', for which it stood, is no longer there", left.Reason);
        }

        await images.ForgetAsync(Migration, 3, Stop);
        Assert.Equal([Old, names[2]], server.Store.Indexes.Keys);
        Assert.Null(await images.OpenAsync(Migration, 3, force: false, Stop));
    }

    [Fact]
    public async Task An_undo_can_be_undone_and_one_of_the_first_generation_takes_the_alias_away()
    {
        await using var server = new SearchServer();
        await using var target = Open(server);
        var publication = await WriteAsync(target, new Reading("a", 1, "x"));
        var images = target.Capabilities.Images!;
        await images.KeepAsync(Migration, 1, Stop);
        await PublishAsync(publication, new(1, 0, 0));
        var name = Fresh(server).Name;

        Assert.Equal(new UndoDone(1, 0, 0), await UndoAsync(images, run: 1, by: 2));
        Assert.Empty(Fresh(server).Aliases);
        Assert.Equal(new UndoDone(0, 1, 0), await UndoAsync(images, run: 2, by: 3));
        Assert.Equal(name, server.Store.Find("readings").Single().Name);

        static async Task<UndoDone> UndoAsync(IRunImages images, long run, long by)
        {
            await using var undo = (await images.OpenAsync(Migration, run, force: false, Stop))!;
            await undo.BeginAsync(by, Stop);
            await undo.ApplyAsync((await undo.NextAsync(undo.Steps[0], 0, 10, Stop))!, static () => { }, Stop);
            return await undo.DoneAsync(Stop);
        }
    }

    private static SearchServer NewServer()
    {
        var server = new SearchServer();
        server.Store.Create(Old, new() { ["aliases"] = new JsonObject { ["readings"] = new JsonObject() } });
        return server;
    }

    private static SearchIndex Fresh(SearchServer server) =>
        server.Store.Indexes.Values.Single(static index => index.Name is not Old and not "theirs");

    private static PublishedRun NewRun(params string[] done) =>
        new(Migration, default, done.ToDictionary(static name => name, static _ => (string?)null), [0]);

    private static Task<IReadOnlyList<PublishedFile>> PublishAsync(IPublication publication, WriteCounts records) =>
        publication.PublishAsync(records, static _ => { }, Stop);

    private static async Task<IPublication> WriteAsync(ITargetConnection target, params Reading[] readings)
    {
        var publication = target.Capabilities.Publication!;
        await publication.BeginAsync(NewRun(), Stop);
        await target.PrepareAsync([typeof(Reading)], Stop);
        await using var session = await target.OpenSessionAsync(Stop);
        await session.WriteAsync(to => to.Upsert(readings), Stop);
        return publication;
    }

    private ITargetConnection Open(SearchServer server, string? mapping = null)
    {
        var settings = new Dictionary<string, object> { ["url"] = server.Url, ["generation"] = "new" };
        if (mapping is not null)
            settings["mapping"] = mapping;

        return OpenSearchDialect.Dialect.Create(new DialectSettings(settings, stateFolder: _folder));
    }
}
