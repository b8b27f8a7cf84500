namespace Dataflux.Tests.Scripting;

/// <summary>Profiles whose transform returns records of several types.</summary>
public sealed class RecordTypeTests : IDisposable
{
    private const string Types = """
        abstract record Entity([property: Key] int Id);
        [Table("b_user")] sealed record User(int Id) : Entity(Id);
        record Session(int Id) : Entity(Id);
        record struct Event([property: Key] int Id);
        record NoTable(int Id);
        record Row(int Id);
        int next;
        Row? parseItem(Item item) => new(next++);

        """;

    private const string Mixture = "row.Id % 3 == 0 ? new Session(row.Id) : row.Id % 3 == 1 ? new User(row.Id) : new Session(-row.Id)";

    private readonly ScriptFolder _scripts = new();

    public void Dispose() => _scripts.Dispose();

    [Fact]
    public void Records_are_written_type_by_type_in_the_order_of_declaration()
    {
        var run = Run($"Entity? transform(Row row) => {Mixture};");

        Assert.Equal(["User", "Session"], run.Profile.RecordTypes.Select(t => t.Name));
        Assert.Equal(
            ["mapping User: User { Id = 1 }, User { "
                + "Id = 4 }", "mapping Session: Session { Id = 0 }, Session { Id = -2 }, Session { Id = 3 }"],
            run.Calls);
        Assert.Equal(5, run.Written);
        Assert.True(run.OneRecordPerGroup);
    }

    [Fact]
    public void Object_stands_for_all_mapped_types_even_structs()
    {
        var run = Run("IEnumerable<object> transform(Row row) => row.Id == 0 ? [new Event(7), new User(8)] : [];");

        Assert.Equal(["User", "Session", "Event"], run.Profile.RecordTypes.Select(t => t.Name));
        Assert.Equal(["mapping User: User { Id = 8 }", "mapping Event: Event { Id = 7 }"], run.Calls);
    }

    [Fact]
    public void A_type_may_have_its_own_upsert_and_the_others_their_mapping()
    {
        var run = Run($$"""
            Entity? transform(Row row) => {{Mixture}};
            Task<int> upsert(ISqlTarget target, IReadOnlyList<Session> batch) => target.Upsert(batch, on => on.DoNothing());
            """);

        Assert.Equal(["mapping User", "merge Session"], run.Calls.Select(c => c.Split(':')[0]));
        Assert.Equal(["User"], run.Profile.MappedTypes.Select(t => t.Name));
    }

    [Fact]
    public void Each_type_may_have_an_overload_of_upsert()
    {
        var run = Run($$"""
            Entity? transform(Row row) => {{Mixture}};
            Task upsert(ISqlTarget target, IReadOnlyList<Session> batch) => target.Execute("sessions " + batch.Count);
            Task<int> Upsert(ISqlTarget target, IReadOnlyList<User> batch) => target.Execute("users " + batch.Count);
            """);

        Assert.Equal(["sql users 2", "sql sessions 3"], run.Calls);
        Assert.Equal(["User"], run.Profile.MappedTypes.Select(t => t.Name)); // it names its table
    }

    [Fact]
    public void An_upsert_of_the_base_takes_what_no_other_takes()
    {
        var run = Run($$"""
            Entity? transform(Row row) => {{Mixture}};
            Task<int> upsert(ISqlTarget target, IReadOnlyList<Entity> batch) => target.Execute("base " + batch.Count);
            Task<int> upsert(ISqlTarget target, IReadOnlyList<User> batch) => target.Execute("users " + batch.Count);
            """);

        Assert.Equal(["sql users 2", "sql base 3"], run.Calls);
    }

    [Fact]
    public void One_upsert_of_the_base_takes_the_batch_as_it_is()
    {
        var run = Run($$"""
            Entity? transform(Row row) => {{Mixture}};
            Task<int> upsert(ISqlTarget target, IReadOnlyList<Entity> batch) => target.Execute(string.Join(" ", batch.Select(e => e.Id)));
            """);

        Assert.Equal(["sql 0 1 -2 3 4"], run.Calls);
    }

    [Fact]
    public void Types_of_loaded_files_come_first()
    {
        _scripts.With(
            "shared/last.csx", "[Table(\"z\")] record Zebra([property: Key] int Id) : IAnimal; interface IAnimal { int Id { get; } }")
            .With("pictures.csx", """
                #load "shared/last.csx"
                [Table("a")] record Ape([property: Key] int Id) : IAnimal;
                record Row(int Id);
                Row? parseItem(Item item) => new(1);
                IEnumerable<IAnimal> transform(Row row) => [new Ape(1), new Zebra(2)];
                """);

        Assert.Equal(["mapping Zebra: Zebra { Id = 2 }", "mapping Ape: Ape { Id = 1 }"], _scripts.Run().Calls);
    }

    [Fact]
    public void A_record_of_an_unmapped_type_is_an_error_that_names_it()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Run("object? transform(Row row) => new NoTable(1);"));

        Assert.Equal(
            "transform made a 'NoTable', which is no record type of this profile; mark the type with [Table] and its key with [Key]",
            error.Message);
    }

    private ProfileRun Run(string functions) => _scripts.With("pictures.csx", Types + functions).Run(items: 5);
}
