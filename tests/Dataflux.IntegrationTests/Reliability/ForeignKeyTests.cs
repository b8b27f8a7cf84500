namespace Dataflux.IntegrationTests.Reliability;

/// <summary>
/// The order of an export decides nothing about rows that refer to others: what comes too early waits, and only what never comes is missed.
/// </summary>
public sealed partial class ForeignKeyTests(PostgreSqlFixture server)
{
    private const string Shop = """
        abstract record Row;
        [Table("customer")] record Customer([property: Key] int Id, string Name) : Row;
        [Table("purchase")] record Purchase([property: Key] int Id, int Customer, int Total) : Row;
        Row? parseItem(Item item) => item.String("id")[0] == 'C'
            ? new Customer(item.Int32("n"), item.String("id"))
            : new Purchase(item.Int32("n"), item.Int32("of"), item.Int32("n") * 2);
        Row transform(Row row) => row;
        """;

    private const string ShopTables = """
        create table customer (id int primary key, name text not null);
        create table purchase (id int primary key, customer int not null references customer {0}, total int not null)
        """;

    private const string Tree = """
        [Table("node")] record Node([property: Key] int Id, int? Parent);
        Node? parseItem(Item item) => new(item.Int32("n"), item.Has("of") ? item.Int32("of") : null);
        Node transform(Node row) => row;
        """;

    [Theory]
    [InlineData("")]
    [InlineData("deferrable initially deferred")]
    public async Task Purchases_before_their_customers_wait_and_are_written(string deferrable)
    {
        using var workspace = await NewAsync(Shop, [.. Purchases(1..3001, n => 3001 - n)], [.. Customers(1..3001)]);
        await workspace.SqlAsync(ShopTables.Replace("{0}", deferrable, StringComparison.Ordinal));

        var output = await workspace.RunAsync(0, "migrate", "shop.yaml");

        Assert.Equal(
            "3000 3000",
            await workspace.SqlAsync(
                "select (select count(*) from customer) || ' ' || (select count(*) from purchase where customer = 3001 - id and total = "
                + "id * 2)"));
        Assert.Empty(workspace.Rejects("shop"));
        Assert.Equal(
            (3000, 1),
            (workspace.Summary("shop").GetProperty("waited").GetInt64(),
                workspace.Summary("shop").GetProperty("waitingPasses").GetInt32()));
        Assert.Contains("Pass 1 over what waits for a row that it refers to: 3,000 items", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_purchase_without_a_customer_is_rejected_with_the_customer_that_is_missing()
    {
        using var workspace = await NewAsync(Shop, [.. Purchases(1..21, n => n == 7 ? 777 : n)], [.. Customers(1..21)]);
        await workspace.SqlAsync(ShopTables.Replace("{0}", "", StringComparison.Ordinal));

        await workspace.RunAsync(1, "migrate", "shop.yaml", "--quiet");

        var reject = Assert.Single(workspace.Rejects("shop"));
        Assert.Equal(
            ("upsert", 7, "23503", "purchase", "customer", "purchase_customer_fkey"),
            (reject.GetProperty("stage").GetString(), reject.GetProperty("lines")[0].GetInt32(), Of("code"), Of("table"), Of("column"),
                Of("constraint")));
        Assert.Contains("no row of \"customer\" has '777'", Of("message"), StringComparison.Ordinal);
        Assert.Equal("19", await workspace.SqlAsync("select count(*) from purchase"));

        string? Of(string name) => reject.GetProperty("error").GetProperty(name).GetString();
    }

    [Theory]
    [InlineData("")]
    [InlineData("deferrable initially deferred")]
    [InlineData("deferrable initially immediate")]
    public async Task Rows_that_refer_to_later_ones_of_their_table_wait_over_batches(string deferrable)
    {
        // Each node is the child of the next one, and the last one comes last: the worst order.
        using var workspace = await NewAsync(Tree, [.. Enumerable.Range(1, 2_000).Select(n => Node(n, n == 2_000 ? null : n + 1))]);
        await workspace.SqlAsync($"create table node (id int primary key, parent int references node {deferrable})");

        await workspace.RunAsync(0, "migrate", "shop.yaml", "--quiet", "--batch-size", "500");

        Assert.Equal("2000 1999", await workspace.SqlAsync("select count(*) || ' ' || count(*) filter (where parent = id + 1) from node"));
        Assert.InRange(workspace.Summary("shop").GetProperty("waitingPasses").GetInt32(), 1, 4);
    }

    [Fact]
    public async Task A_key_of_several_columns_of_which_MATCH_FULL_refuses_a_part_never_waits()
    {
        const string Profile = """
            abstract record Row;
            [Table("place")] record Place([property: Key] string Land, [property: Key] int Zip) : Row;
            [Table("house")] record House([property: Key] int Id, string? Land, int? Zip) : Row;
            Row? parseItem(Item item) => item.String("id")[0] == 'C'
                ? new Place("de", item.Int32("n"))
                : new House(item.Int32("n"), item.Int32("n") == 5 ? null : "de", item.Has("of") ? item.Int32("of") : null);
            Row transform(Row row) => row;
            """;
        using var workspace = await NewAsync(Profile, [.. Purchases(1..11, n => n == 3 ? 33 : n)], [.. Customers(1..11)]);
        await workspace.SqlAsync("""
            create table place (land text, zip int, primary key (land, zip));
            create table house (id int primary key, land text, zip int, foreign key (land, zip) references place match full)
            """);

        await workspace.RunAsync(1, "migrate", "shop.yaml", "--quiet");

        Assert.Equal("1 2 4 6 7 8 9 10", await workspace.SqlAsync("select string_agg(id::text, ' ' order by id) from house"));
        var rejects = workspace.Rejects("shop")
            .ToDictionary(
                reject => reject.GetProperty("lines")[0].GetInt32(),
                reject => reject.GetProperty("error").GetProperty("message").GetString()!);
        Assert.Equal([3, 5], rejects.Keys.Order());
        Assert.Contains("no row of \"place\" has 'de, 33'", rejects[3], StringComparison.Ordinal);
        Assert.Equal(9, workspace.Summary("shop").GetProperty("waited").GetInt64());
    }

    [Fact]
    public async Task What_refers_to_a_table_that_the_profile_does_not_write_is_rejected_at_once()
    {
        using var workspace = await NewAsync(Tree, [.. Enumerable.Range(1, 1_000).Select(n => Node(n, n % 3))]);
        await workspace.SqlAsync(
            "create table kind (id int primary key); insert into kind values (0), (1); create table node (id int primary key, parent int "
            + "references kind)");

        await workspace.RunAsync(1, "migrate", "shop.yaml", "--quiet");

        Assert.Equal(333, workspace.Rejects("shop").Count);
        Assert.Equal("667", await workspace.SqlAsync("select count(*) from node"));
        Assert.False(workspace.Summary("shop").TryGetProperty("waited", out _));
    }

    [Fact]
    public async Task An_export_of_which_every_row_refers_to_an_empty_table_stops_soon()
    {
        using var workspace = await NewAsync(Tree, [.. Enumerable.Range(1, 5_000).Select(n => Node(n, n))]);
        await workspace.SqlAsync(
            "create table kind (id int primary key); create table node (id int primary key, parent int references kind)");

        var output = await workspace.RunAsync(4, "migrate", "shop.yaml");

        Assert.Contains("in a row were refused for the same reason", output, StringComparison.Ordinal);
        Assert.Equal(0, workspace.Summary("shop").GetProperty("counts").GetProperty("rejectedTotal").GetInt64());
    }

    [Fact]
    public async Task What_the_profiles_own_SQL_writes_too_early_waits_as_well()
    {
        const string Own = Shop + """

            async Task<int> upsert(ISqlTarget target, IReadOnlyList<Row> batch)
            {
                foreach (var row in batch)
                    await (row is Customer c
                        ? target.Execute("insert into customer values ($1, $2) on conflict (id) do update set name = excluded.name", c.Id, c.Name)
                        : target.Execute("insert into purchase values ($1, $2, $3) on conflict (id) do update set customer = excluded.customer, total = excluded.total", ((Purchase)row).Id, ((Purchase)row).Customer, ((Purchase)row).Total));
                return batch.Count;
            }
            """;
        using var workspace = await NewAsync(Own, [.. Purchases(1..201, n => n == 7 ? 777 : n)], [.. Customers(1..201)]);
        await workspace.SqlAsync(ShopTables.Replace("{0}", "", StringComparison.Ordinal));

        await workspace.RunAsync(1, "migrate", "shop.yaml", "--quiet");

        Assert.Equal(
            "199 200", await workspace.SqlAsync("select (select count(*) from purchase) || ' ' || (select count(*) from customer)"));
        Assert.Contains(
            "no row of \"customer\" has '777'",
            Assert.Single(workspace.Rejects("shop")).GetProperty("error").GetProperty("message").GetString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("in-rejects:1")]
    [InlineData("before-checkpoint:1")]
    [InlineData("between-batches:2")]
    [InlineData("in-transaction:3")]
    [InlineData("before-replacement:1")]
    [InlineData("in-replacement:1")]
    [InlineData("after-replacement:1")]
    [InlineData("before-replacement:2")]
    public async Task A_killed_run_goes_on_with_what_waits(string step)
    {
        foreach (var checkpoint in new[] { "folder", "target" })
        {
            using var workspace = await NewAsync(
                Shop, [.. Purchases(1..51, n => n == 7 ? 777 : n)], [.. Purchases(51..101, n => n)], [.. Customers(1..101)]);
            workspace.Write("shop.yaml", File.ReadAllText(Path.Combine(workspace.Folder, "shop.yaml")) + $"checkpoint: {checkpoint}\n");
            await workspace.SqlAsync(ShopTables.Replace("{0}", "", StringComparison.Ordinal));
            workspace.SetVariable("DATAFLUX_KILL_AT", step);
            await workspace.RunAsync(137, "migrate", "shop.yaml", "--quiet");
            workspace.SetVariable("DATAFLUX_KILL_AT", "");

            await workspace.RunAsync(1, "migrate", "shop.yaml", "--quiet");

            Assert.Equal(
                "99 100", await workspace.SqlAsync("select (select count(*) from purchase) || ' ' || (select count(*) from customer)"));
            Assert.Equal(7, Assert.Single(workspace.Rejects("shop")).GetProperty("lines")[0].GetInt32());
            var counts = workspace.Summary("shop").GetProperty("counts");
            Assert.Equal((200, 199), (counts.GetProperty("items").GetInt64(), counts.GetProperty("kept").GetInt64()));
        }
    }

    [Fact]
    public async Task Check_says_what_will_wait_and_which_rows_have_to_be_there()
    {
        const string Profile = """
            abstract record Row;
            [Table("purchase")] record Purchase([property: Key] int Id, int Customer, int? Before, int Kind) : Row;
            [Table("customer")] record Customer([property: Key] int Id) : Row;
            Row? parseItem(Item item) => new Customer(item.Int32("n"));
            Row transform(Row row) => row;
            """;
        using var workspace = await NewAsync(Profile, [.. Customers(1..3)]);
        await workspace.SqlAsync("""
            create table customer (id int primary key);
            create table kind (id int primary key);
            create table purchase (id int primary key, customer int not null references customer, before int references purchase, kind int not null references kind)
            """);

        var output = await workspace.RunAsync(0, "check", "shop.yaml", "--connect");

        Assert.Contains(
            "Purchase refers to Customer by (customer), constraint purchase_customer_fkey, but is written before it",
            output,
            StringComparison.Ordinal);
        Assert.Contains("declare Customer before Purchase in the profile", output, StringComparison.Ordinal);
        Assert.Contains(
            "Purchase refers to its own table by (before), constraint purchase_before_fkey: items that come before the one they refer "
            + "to wait",
            output,
            StringComparison.Ordinal);
        Assert.Contains(
            "Purchase refers to \"kind\" by (kind), constraint purchase_kind_fkey, which no record of the profile fills",
            output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_of_several_keys_of_a_table_is_waited_for_and_groups_of_the_whole_export_wait_whole()
    {
        const string Profile = """
            record Line(string Id, int N, int? Of);
            abstract record Row;
            [Table("customer")] record Customer([property: Key] int N) : Row;
            [Table("purchase")] record Purchase([property: Key] int N, int Customer, int? After) : Row;
            Line? parseItem(Item item) => new(item.String("id"), item.Int32("n"), item.Has("of") ? item.Int32("of") : null);
            string groupKey(Line line) => line.Id;
            Row transform(IReadOnlyList<Line> lines) => lines[0] is { Of: { } of } line ? new Purchase(line.N, of, line.N < 300 ? line.N + 1 : null) : new Customer(lines[0].N);
            """;
        using var workspace = await NewAsync(
            Profile,
            [.. Purchases(1..151, n => 301 - n)], [.. Purchases(151..301, n => 301 - n)], [.. Customers(1..301)]);
        workspace.Write("shop.yaml", File.ReadAllText(Path.Combine(workspace.Folder, "shop.yaml")) + "group:\n  scope: export\n");
        await workspace.SqlAsync("""
            create table customer (n int primary key);
            create table purchase (n int primary key, customer int not null references customer, after int references purchase)
            """);

        await workspace.RunAsync(0, "migrate", "shop.yaml", "--quiet", "--batch-size", "50");

        Assert.Equal("300 299", await workspace.SqlAsync("select count(*) || ' ' || count(after) from purchase"));
        Assert.Empty(workspace.Rejects("shop"));
    }

    [Fact]
    public async Task What_was_rejected_is_replayed_in_any_order_once_its_row_is_there()
    {
        using var workspace = await NewAsync(Tree, [.. Enumerable.Range(1, 40).Select(n => Node(n, n + 1))]);
        await workspace.SqlAsync("create table node (id int primary key, parent int references node)");
        await workspace.RunAsync(1, "migrate", "shop.yaml", "--quiet");
        Assert.Equal(40, workspace.Rejects("shop").Count);
        await workspace.SqlAsync("insert into node values (41, null)");

        await workspace.RunAsync(0, "replay", "shop.yaml", "--quiet");

        Assert.Empty(workspace.Rejects("shop"));
        Assert.Equal("41", await workspace.SqlAsync("select count(*) from node"));
    }
}
