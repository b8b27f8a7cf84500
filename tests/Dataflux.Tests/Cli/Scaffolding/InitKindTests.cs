namespace Dataflux.Tests.Cli.Scaffolding;

/// <summary>The tables that <c>dataflux init</c> makes of the kinds of items in one export.</summary>
public sealed class InitKindTests : IDisposable
{
    private readonly InitFolder _init = new();

    public void Dispose() => _init.Dispose();

    [Fact]
    public async Task A_single_table_design_gets_a_table_for_each_kind_told_apart_by_its_keys()
    {
        using var export = InitFolder.Export(
        [
            .. Enumerable.Range(0, 10).Select(i => $$"""{{InitFolder.Keys($"USER#{i}", "PROFILE")}},"email":{"S":"e"}"""),
            .. Enumerable.Range(0, 20).Select(i => $$"""{{InitFolder.Keys($"USER#{i % 10}", $"ORDER#{i}")}},"total":{"N":"1"}"""),
            .. Enumerable.Range(0, 30).Select(i => $$"""{{InitFolder.Keys($"USER#{i % 10}", $"ORDER#{i % 20}#ITEM#{i}")}},"count":{"N":"1"}"""),
        ]);

        await _init.RunAsync(0, "init", "shop", "--from", export.Root, "--no-editor");

        var profile = _init.Read("migrations/shop.csx");
        Assert.Contains("""(["USER", _], ["PROFILE"]) => parseUser(item),""", profile);
        Assert.Contains("""(["USER", _], ["ORDER", _]) => parseOrder(item),""", profile);
        Assert.Contains("""(["USER", _], ["ORDER", _, "ITEM", _]) => parseOrderItem(item),""", profile);
        var statements = _init.Read("migrations/shop.sql");
        Assert.Contains("create table if not exists shop_order_item (", statements);
        Assert.Contains("    primary key (user_id, order_id, item_id));", statements);
        Assert.EndsWith("""
            -- Where the rows that these rows belong to are in the export as well, run once, after the migration:
            -- alter table shop_order_item add foreign key (user_id, order_id) references shop_order (user_id, order_id);
            -- alter table shop_order add foreign key (user_id) references shop_user (user_id);

            """.ReplaceLineEndings("\n"), statements);
        Assert.Contains("""
            // Which record to delete for a deleted item: its key says which kind it is.
            IKey? deleteItem(Item item) => (partsOf(item.Keys, "pk", '#'), partsOf(item.Keys, "sk", '#')) switch
            {
                (["USER", _], ["ORDER", _, "ITEM", _]) => new OrderItemKey(
            """.ReplaceLineEndings("\n"), profile.Replace("new ItemKey(", "new OrderItemKey(", StringComparison.Ordinal));
        Assert.Contains("""
              - name: an item becomes a record of shop_order
                items:
                  - pk: "USER#0"
                    sk: "ORDER#0"
                    total: 1
                records:
                  - Order:
                      UserId: "0"
                      OrderId: "0"
                      Total: 1

            """.ReplaceLineEndings("\n"), _init.Read("migrations/shop.tests.yaml"));
        await _init.CheckAsync("shop");
        await _init.RunAsync(0, "test", "shop");
    }

    [Fact]
    public async Task Ids_within_keys_keep_apart_from_attributes_of_their_name_and_from_each_other()
    {
        using var export = InitFolder.Export(
        [
            .. Enumerable.Range(0, 20).Select(i => $$"""{{InitFolder.Keys($"USER#{i}", $"USER#{i}")}},"userId":{"S":"u"}"""),
            .. Enumerable.Range(0, 20).Select(i => $$"""{{InitFolder.Keys($"TEAM#{i}", $"USER#{i}")}},"since":{"S":"u"}"""),
        ]);

        await _init.RunAsync(0, "init", "shop", "--from", export.Root, "--no-editor");

        Assert.Equal(
            "pk_user_id text not null | sk_user_id text not null | user_id text not null | primary key (pk_user_id, sk_user_id",
            string.Join(" | ", _init.Columns("shop")));
        await _init.CheckAsync("shop");
        await _init.RunAsync(0, "test", "shop");
    }

    [Fact]
    public async Task Keys_with_too_many_forms_are_told_apart_by_their_first_part()
    {
        using var export = InitFolder.Export(
        [
            .. Enumerable.Range(0, 100)
            .Select(i => $$"""{{InitFolder.Keys($"USER#{i}", $"EVENT#{i}#{(char)('A' + (i % 26))}{(char)('A' + (i / 26))}")}},"at":{"N":"1"}"""),
            .. Enumerable.Range(0, 20).Select(i => $$"""{{InitFolder.Keys($"USER#{i}", "EVENT")}},"count":{"N":"1"}"""),
            .. Enumerable.Range(0, 20).Select(i => $$"""{{InitFolder.Keys($"TEAM#{i}", "METADATA")}},"name":{"S":"1"}"""),
        ]);

        await _init.RunAsync(0, "init", "log", "--from", export.Root, "--no-editor");

        var arms = _init.Read("migrations/log.csx").Split('\n').Where(line => line.Contains("([\"", StringComparison.Ordinal))
            .Select(line => line.Trim().Split(" =>")[0]).Distinct(); // of items, and of the keys of deleted ones
        Assert.Equal(["([\"USER\", ..], [\"EVENT\"])", "([\"TEAM\", ..], [\"METADATA\"])", "([\"USER\", ..], [\"EVENT\", ..])"], arms);
        await _init.CheckAsync("log");
    }

    [Fact]
    public async Task A_type_attribute_tells_kinds_apart_also_where_it_is_missing()
    {
        using var export = InitFolder.Export(
        [
            .. Enumerable.Range(0, 30).Select(i => $$"""{{InitFolder.Keys($"{i}", "u")}},"entityType":{"S":"User \"x\""},"name":{"S":"n"}"""),
            .. Enumerable.Range(0, 20)
            .Select(i => $$"""{{InitFolder.Keys($"{i}", "o")}},"entityType":{"S":"Action"},"total":{"N":"1"},"state":{"S":"x"}"""),
            $$"""{{InitFolder.Keys("1", "x")}},"odd":{"BOOL":true}""",
        ]);

        await _init.RunAsync(0, "init", "events", "--from", export.Root, "--no-editor");

        var profile = _init.Read("migrations/events.csx");
        Assert.Contains("""
            "User \"x\"" => parseUserX(item),
            """, profile);
        Assert.Contains("\"Action\" => parseActionRecord(item),", profile);
        Assert.Contains("    null => parseOtherEvent(item),", profile);
        await _init.CheckAsync("events");
    }

    [Fact]
    public async Task Kinds_without_a_key_in_common_get_each_its_own_and_those_without_one_a_hash()
    {
        using var export = InitFolder.Export(
        [
            .. Enumerable.Range(0, 25).Select(i => $$"""
                "userId":{"S":"u{{i}}"},"email":{"S":"e"},"since":{"N":"1"}
                """),
            .. Enumerable.Range(0, 25).Select(i => $$"""
                "orderId":{"N":"{{i}}"},"total":{"N":"1"},"state":{"S":"open"}
                """),
            .. Enumerable.Range(0, 25).Select(static _ => """
                "level":{"S":"info"},"text":{"S":"again"},"host":{"S":"h"}
                """),
        ]);

        var output = await _init.RunAsync(0, "init", "shop", "--from", export.Root, "--no-editor");

        Assert.Contains("key: of each kind its own", output);
        var statements = _init.Read("migrations/shop.sql");
        Assert.Contains("create table if not exists shop_user (\n    user_id text primary key,\n", statements);
        Assert.Contains("create table if not exists shop_order (\n    order_id bigint primary key,\n", statements);
        Assert.Contains("create table if not exists shop (\n    item_hash text primary key,\n", statements);
        Assert.Contains("each table has the key of its own kind", _init.Read("migrations/shop.csx"));
        await _init.CheckAsync("shop");
        await _init.RunAsync(0, "test", "shop");
        Assert.Contains("key: userId, likely: in all items, and unique", await _init.RunAsync(0, "inspect", "shop"));
    }

    [Fact]
    public async Task Of_a_sample_nothing_is_certain_but_the_key()
    {
        using var export = InitFolder.Export(
        [
            .. Enumerable.Range(0, 40).Select(i => $$"""{{InitFolder.Keys($"USER#{i}", "PROFILE")}},"email":{"S":"e"},"age":{"N":"1"}"""),
            .. Enumerable.Range(0, 40).Select(i => $$"""{{InitFolder.Keys($"USER#{i}", $"ORDER#{i}")}},"total":{"N":"1"}"""),
        ]);

        var output = await _init.RunAsync(0, "init", "shop", "--from", export.Root, "--sample", "79", "--no-editor");

        Assert.Contains("79 of 80 items", output);
        var profile = _init.Read("migrations/shop.csx");
        var statements = _init.Read("migrations/shop.sql");
        Assert.Matches("\n    age +numeric,\n", statements);
        Assert.Matches("\n    rest +jsonb,\n", statements);
        Assert.Contains("    _ => parseOtherShop(item),", profile);
        await _init.CheckAsync("shop");
    }
}
