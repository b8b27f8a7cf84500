using System.Runtime.CompilerServices;
using Dataflux.Scripting;
using Dataflux.Scripting.Binding;
using Dataflux.Scripting.Sources;

namespace Dataflux.Tests.Scripting;

public sealed class ScriptErrorTests : IDisposable
{
    private readonly ScriptFolder _scripts = new();

    public void Dispose() => _scripts.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_exception_is_described_with_its_place_in_the_script(bool cached)
    {
        _scripts.With("pictures.csx", ScriptFolder.Rows + """

            Row? parseItem(Item item)
            {
                var n = 0;
                if (item.GetHashCode() != 1)
                    throw new InvalidOperationException("no such picture");
                return new(n);
            }

            Picture? transform(Row row) => new(1);
            """);
        if (cached)
            _scripts.Load(cached: true).Require().Dispose();

        Assert.Equal("pictures.csx(8,9): InvalidOperationException: no such picture", Describe(cached));
    }

    [Fact]
    public void The_place_may_be_in_a_loaded_file()
    {
        _scripts.With(
            "shared/checks.csx",
            "\nstatic class Checks\n{\n    public static int One(string text) => throw new FormatException(text);\n}\n")
            .With("pictures.csx", "#load \"shared/checks.csx\"\n" + ScriptFolder.Rows + """
                Row? parseItem(Item item) => new(Checks.One("one"));
                Picture? transform(Row row) => new(1);
                """);

        Assert.Equal("shared/checks.csx(4,43): FormatException: one", Describe(cached: false));
    }

    [Fact]
    public void The_cause_inside_a_type_initializer_is_what_is_described()
    {
        _scripts.With("pictures.csx", ScriptFolder.Rows + """
            static class Limits
            {
                internal static readonly int Max = int.Parse("ten");
            }
            Row? parseItem(Item item) => new(Limits.Max);
            Picture? transform(Row row) => new(1);
            """);

        Assert.Equal("pictures.csx(5,5): FormatException: The input string 'ten' was not in a correct format.", Describe(cached: false));
    }

    [Fact]
    public void An_exception_from_elsewhere_is_described_without_a_place()
    {
        var text = ScriptErrors.Describe(new TimeoutException("too slow"), name => name);

        Assert.Equal("TimeoutException: too slow", text);
    }

    [Fact]
    public void Problems_and_places_carry_the_path_the_user_knows()
    {
        _scripts.With("migrations/shared/x.csx", "int X() => y;").With("migrations/pictures.csx", "#load \"shared/x.csx\"\nint Z() => w;");

        var problems = _scripts.Load("migrations/pictures.csx").Problems;

        Assert.Equal(
            ["migrations/pictures.csx", "migrations/pictures.csx", "migrations/pictures.csx", "migrations/shared/x.csx"],
            problems.Select(p => p.Path));
        Assert.Equal(
            "migrations/shared/x.csx(1,12): error CS0103: The name 'y' does not exist in the current context", problems[^1].ToString());
    }

    [Fact]
    public void A_missing_script_is_a_problem()
    {
        var problem = Assert.Single(_scripts.Load("nowhere.csx").Problems);

        Assert.Equal(
            $"nowhere.csx: error DF0112: 'nowhere.csx' does not exist; looked for {_scripts.PathOf("nowhere.csx")}; correct the path, or "
            + "put the file there",
            problem.ToString());
    }

    [Fact]
    public void A_script_outside_the_root_is_a_problem()
    {
        _scripts.With("pictures.csx", "").With("in/definition.yaml", "");

        var result = ProfileLoader.Load(_scripts.PathOf("pictures.csx"), new ProfileLoadOptions { RootFolder = _scripts.PathOf("in") });

        Assert.Equal("DF0113", Assert.Single(result.Problems).Code);
    }

    [Fact]
    public void Warnings_are_no_problems()
    {
        _scripts.With("pictures.csx", ScriptFolder.Rows + "Row parseItem(Item item) => null;\nPicture? transform(Row row) => null;");

        var result = _scripts.Load();

        using var profile = result.Require();
        Assert.Equal(["pictures.csx(3,29) CS8603"], result.Warnings.Select(w => $"{w.Path}({w.Line},{w.Column}) {w.Code}"));
    }

    [Fact]
    public void What_outlives_a_call_must_not_be_changed_by_it()
    {
        _scripts.With("shared/seen.csx", "static class Seen\n{\n    public static int Last;\n}\n")
            .With("pictures.csx", "#load \"shared/seen.csx\"\n" + ScriptFolder.Rows + """
            int count;
            int first = 1;
            Dictionary<int, int>? cache = null;
            first = 2;
            Task onStart(ISqlTarget target) { first = 3; return Task.CompletedTask; }
            Row? parseItem(Item item) { var own = 0; own++; cache ??= []; --count; Seen.Last = own; return new(own) { Id = 5 }; }
            Picture? transform(Row row) { count = row.Id; return new(row.Id); }
            """);

        Assert.Equal(
            ["(9,63) parseItem changes 'count'", "(9,72) parseItem changes 'Last'", "(10,31) transform changes 'count'"],
            _scripts.Load().Warnings.Where(w => w.Code == "DF0124").Select(w => $"({w.Line},{w.Column}) {w.Message.Split(',')[0]}"));
    }

    [Fact]
    public void What_is_another_value_in_the_next_run_is_warned_of_where_it_decides_what_is_written()
    {
        _scripts.With("pictures.csx", """
            using static System.Console;
            """ + "\n" + ScriptFolder.Rows + """
            var seeded = new Random(5).Next() + Environment.NewLine.Length + new DateTime(2020, 1, 1).Day;
            var drawn = new Random().Next();
            Random chance = new();
            Task onStart(ISqlTarget target) => Task.Delay(DateTimeOffset.Now.Second * 0 + System.IO.File.ReadAllText("/x").Length);
            Row? parseItem(Item item) { var watch = System.Diagnostics.Stopwatch.StartNew(); WriteLine("x"); return new(1); }
            IEnumerable<Picture> transform(Row row) => new[] { 1 }.Select(_ => new Picture(DateTime.Today.Day));
            """);

        Assert.Equal(
            [
                "(5,13) DF0126 the script makes a random value (new Random())", "(6,17) DF0126 the script makes a random value (new())",
                "(8,41) DF0126 parseItem reads the clock (System.Diagnostics.Stopwatch.StartNew)",
                "(8,82) DF0127 WriteLine writes between the lines of the run's progress and into no log; write ctx.Log.Info(\"...\")",
                "(9,80) DF0126 transform reads the clock (DateTime.Today)",
            ],
            _scripts.Load().Warnings.Where(w => w.Code != "CS0168")
                .Select(w => $"({w.Line},{w.Column}) {w.Code} {w.Message.Split(',')[0]}"));
    }

    [Fact]
    public void A_local_assembly_can_be_referenced_and_runs()
    {
        File.Copy(typeof(FactAttribute).Assembly.Location, _scripts.PathOf("Local.dll"));
        _scripts.With("pictures.csx", "#r \"Local.dll\"\n#r \"System.Xml\"\n" + ScriptFolder.Rows + """
            Row? parseItem(Item item) => new(new Xunit.FactAttribute { Timeout = 17 }.Timeout);
            Picture? transform(Row row) => new(row.Id);
            """);

        Assert.Equal(["Picture { Id = 17 }"], _scripts.Run(cached: true).Records);
        Assert.Equal(["Picture { Id = 17 }"], _scripts.Run(cached: true).Records);
    }

    [Fact]
    public void A_disposed_profile_is_freed()
    {
        _scripts.With(
            "pictures.csx", ScriptFolder.Rows + "Row? parseItem(Item item) => new(1);\nPicture? transform(Row row) => new(row.Id);");
        var type = RunAndForget();

        for (var i = 0; i < 20 && type.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(type.IsAlive);
    }

    // Not inlined, so that no local of the test keeps the profile.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference RunAndForget()
    {
        using var compiled = _scripts.Load().Require();
        var run = ProfileRun.Of(compiled);
        Assert.Equal(["Picture { Id = 1 }"], run.Records);
        return new WeakReference(run.Profile.RecordTypes[0]);
    }

    private string Describe(bool cached)
    {
        using var compiled = _scripts.Load(cached: cached).Require();
        var profile = compiled.Bind(ProfileRun.Context);
        var thrown = Assert.ThrowsAny<Exception>(() => ProfileRun.Of(profile));
        return profile.DescribeError!(thrown);
    }
}
