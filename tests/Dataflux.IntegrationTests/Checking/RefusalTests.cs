namespace Dataflux.IntegrationTests.Checking;

/// <summary>
/// What <c>dataflux check --connect</c> finds at the target that a run, or single records in it, would be refused for; word for word.
/// </summary>
public sealed class RefusalTests(PostgreSqlFixture server)
{
    private const string Item = """{"id":{"S":"a"}}""";

    private const string Pets = """
        using System.Runtime.Serialization;
        enum Kind { Unknown, Cat, [EnumMember(Value = "big dog")] Dog }
        abstract record Kept;
        [Table("pet")]
        record Pet([property: Key] string Id, Kind Kind, Kind[] Others, string? Email, string? Name, string? Note, string Filled) : Kept;
        [Table("gone")]
        record Gone([property: Key] string Id) : Kept;
        Kept? parseItem(Item item) => new Gone(item.String("id"));
        Kept transform(IReadOnlyList<Kept> rows) => rows[0];
        Gone deleteItem(Item item) => new(item.String("id"));
        """;

    [Fact]
    public async Task What_single_records_may_be_refused_for_is_a_warning_at_the_property_or_the_record()
    {
        using var workspace = await MistakeWorkspace.CreateAsync(server, """
            create type kind as enum ('cat', 'big dog');
            create domain email as text not null;
            create domain own_email as email;
            create domain named as text check (value is not null);
            create table pet (id text primary key, kind kind, others kind[], email own_email, name named, note text check (note is not null), filled text not null);
            create table gone (id text primary key);
            create rule stay as on delete to gone do instead nothing;
            create function quiet() returns event_trigger language plpgsql as $$ begin end $$;
            create event trigger watch on ddl_command_end execute function quiet();
            create event trigger elsewhere on ddl_command_end when tag in ('CREATE VIEW') execute function quiet()
            """);

        var (code, problems, notes) = await workspace.CheckAsync(Pets, Item);

        Assert.Equal(0, code);
        string[] expected =
        [
            Label("5,44", "Kind"),
            Label("5,57", "Others"),
            Null("5,73", "Email", "own_email"),
            Null("5,88", "Name", "named"),
            Null("5,102", "Note", "text"),
            "pictures.csx(7,8): warning DF0212: Gone: table \"gone\" has the rule \"stay\" on DELETE; items whose rows it keeps in the "
            + "table are rejected",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), problems.Order(StringComparer.Ordinal));
        Assert.Equal(
            "  event triggers of the database run for the staging tables of each session: \"watch\" (ddl_command_end)",
            Assert.Single(notes));

        static string Label(string place, string property) =>
            $"pictures.csx({place}): warning DF0212: Pet.{property}: column \"{property.ToLowerInvariant()}\" has no label for Unknown of "
            + "the enum Kind, so that records with it are rejected; the labels of kind are cat, big dog; name the label with "
            + "[EnumMember(Value = \"…\")], remove the member, or run: alter type kind add value 'Unknown'";

        static string Null(string place, string property, string type) =>
            $"pictures.csx({place}): warning DF0212: Pet.{property} can be null, and column \"{property.ToLowerInvariant()}\" ({type}) "
            + "refuses nulls, so that such records are rejected; fill it always and declare it without the ?, leave such items out, or "
            + "allow null in the column";
    }

    [Fact]
    public async Task Texts_of_the_sample_that_are_no_labels_of_an_enum_column_are_a_warning()
    {
        using var workspace = await MistakeWorkspace.CreateAsync(
            server, "create type mood as enum ('happy', 'so-so'); create table visit (id text primary key, mood mood, last mood)");

        var (code, problems, _) = await workspace.CheckAsync(
            """
            record Visit([property: Key] string Id, string? Mood, string? Last);
            Visit? parseItem(Item item) => new(item.String("id"), item.TryString("mood"), item.TryString("last"));
            Visit transform(IReadOnlyList<Visit> rows) => rows[0];
            """,
            """{"id":{"S":"a"},"mood":{"S":"Happy"},"last":{"S":"so-so"}}""");

        Assert.Equal(0, code);
        Assert.Equal(
            "pictures.csx(1,49): warning DF0212: Visit.Mood: column \"mood\" has no label for 'Happy', which records of the sample have, "
                + "so that they are rejected; the labels of mood are happy, so-so; have the profile return one of them, or run: alter "
                + "type mood add value 'Happy'",
            Assert.Single(problems));
    }

    private const string Keys = """
        abstract record Kept;
        record Late([property: Key] string Id) : Kept;
        record Part([property: Key] string Id) : Kept;
        record Lower([property: Key] string Tenant, [property: Key] string Id) : Kept;
        record Apart([property: Key] string Id) : Kept;
        record Ruled([property: Key] string Id) : Kept;
        record Lacking([property: Key] string Id) : Kept;
        Kept? parseItem(Item item) => new Late(item.String("id"));
        Kept transform(IReadOnlyList<Kept> rows) => rows[0];
        """;

    [Fact]
    public async Task Tables_that_no_merge_can_write_are_errors_with_the_reason_why_their_indexes_do_not_count()
    {
        using var workspace = await MistakeWorkspace.CreateAsync(server, """
            create domain filled as text not null;
            create table late (id text primary key deferrable);
            create table part (id text, gone boolean);
            create unique index live on part (id) where not gone;
            create table lower (tenant text, id text);
            create unique index folded on lower (tenant, lower(id));
            create table apart (id text, exclude using btree (id with =));
            create table ruled (id text primary key);
            create rule also as on insert to ruled do also notify written;
            create rule kept as on update to ruled do instead nothing;
            alter table ruled disable rule kept;
            create rule off as on insert to ruled do instead nothing;
            alter table ruled disable rule off;
            create table lacking (id text primary key, more filled)
            """);

        var (code, problems, _) = await workspace.CheckAsync(Keys, Item);

        Assert.Equal(2, code);
        Assert.Equal(
            [
                NoIndex("2", "\"id\"", "Late", "\"late_pkey\" does not count, because it is deferrable"),
                NoIndex("3", "\"id\"", "Part", "\"live\" does not count, because it is partial, where (NOT gone)"),
                NoIndex("4", "\"tenant\", \"id\"", "Lower", "\"folded\" does not count, because it is on an expression, lower(id)"),
                NoIndex("5", "\"id\"", "Apart", "\"apart_id_excl\" does not count, because it is an exclusion constraint"),
                Rule("also", "INSERT"),
                Rule("kept", "UPDATE"),
                "pictures.csx(7,8): error DF0212: Lacking: column \"more\" (filled) is not null and has no default, but no property fills "
                + "it; add a property, or give the column a default",
            ],
            problems);

        static string NoIndex(string line, string columns, string record, string reason) =>
            $"pictures.csx({line},8): error DF0212: no unique index is on exactly ({columns}), the [Key] of {record}; {reason}; "
            + $"run: create unique index on \"public\".\"{record.ToLowerInvariant()}\" ({columns})";

        static string Rule(string name, string on) =>
            $"pictures.csx(6,8): error DF0212: Ruled: table \"ruled\" has the rule \"{name}\" on {on}, and PostgreSQL takes no INSERT … "
            + $"ON CONFLICT for such a table; let a trigger do what it does, and run: drop rule \"{name}\" on \"public\".\"ruled\"";
    }

    private const string Upserts = """
        abstract record Kept;
        record Cat([property: Key] string Id, int Lives) : Kept;
        record Dog([property: Key] string Id, int Age) : Kept;
        record Fish([property: Key] string Id, string? Name) : Kept;
        Kept? parseItem(Item item) => new Cat(item.String("id"), 7);
        Kept transform(IReadOnlyList<Kept> rows) => rows[0];
        Task<int> upsert(ISqlTarget target, IReadOnlyList<Cat> batch) => target.Upsert(batch, on => on
            .Combine("lives", "least(cats.lives, excluded.lives)"));
        Task<int> upsert(ISqlTarget target, IReadOnlyList<Dog> batch) => target.Upsert(batch, on => on
            .Set("age", "excluded.id || dog.id"));
        Task<int> upsert(ISqlTarget target, IReadOnlyList<Fish> batch) => target.Execute(
            "insert into fish (id, name) select * from unnest($1, $2) on conflict (name) do nothing", batch.Select(fish => fish.Id).ToArray(), batch.Select(fish => fish.Name).ToArray());
        """;

    [Fact]
    public async Task Rules_and_SQL_that_cannot_run_and_a_database_that_is_read_only_are_found_for_types_that_the_sample_lacks()
    {
        using var workspace = await MistakeWorkspace.CreateAsync(
            server,
            "create table cat (id text primary key, lives int); create table dog (id text primary key, age int); create table fish (id "
            + "text primary key, name text)");
        await workspace.SqlAsync(
            "do $$ begin execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$");

        var (code, problems, _) = await workspace.CheckAsync(Upserts, Item);

        Assert.Equal(2, code);
        Assert.Collection(
            problems,
            cat => Assert.Equal(
                "pictures.csx(7,11): error DF0212: upsert would fail: missing FROM-clause entry for table \"cats\" (SQLSTATE 42P01). "
                + "Correct the SQL of the profile: in Set and Combine the row of the table has the table's name, the incoming one is "
                + "called excluded.", cat),
            dog => Assert.Equal(
                "pictures.csx(9,11): error DF0212: upsert would fail: column \"age\" is of type integer but expression is of type text "
                + "(SQLSTATE 42804). Correct the type of the record's property or its [Column(TypeName)].", dog),
            fish => Assert.Equal(
                "pictures.csx(11,11): error DF0212: upsert would fail: there is no unique or exclusion constraint matching the ON "
                + "CONFLICT specification (SQLSTATE 42P10). ON CONFLICT needs a unique index over exactly the [Key] columns: create it, "
                + "or correct the keys.", fish),
            readOnly => Assert.Matches(
                "^pictures\\.yaml\\(4,9\\): error DF0211: transactions are read-only \\(default_transaction_read_only is on, set for the "
                + "database (test\\d+)\\); run: alter database \\1 reset default_transaction_read_only$", readOnly));
    }
}
