using System.Reflection;
using System.Runtime.Loader;
using Dataflux.Engine.Ground;
using Dataflux.Profiles;
using Dataflux.Scripting;
using Dataflux.Scripting.Sources;

namespace Dataflux.Tests.Scripting;

public sealed class ProfileCacheTests : IDisposable
{
    private const string Script = ScriptFolder.Rows + """
        Row? parseItem(Item item) => new(1);
        Picture? transform(Row row) => new(row.Id);
        """;

    private const string LoadingScript = """
        #load "shared/ids.csx"

        """ + ScriptFolder.Rows + """
        Row? parseItem(Item item) => new(Ids.First);
        Picture? transform(Row row) => new(row.Id);
        """;

    private readonly ScriptFolder _scripts = new();

    public void Dispose() => _scripts.Dispose();

    [Fact]
    public void A_hit_runs_without_the_compiler_ever_being_loaded()
    {
        _scripts.With("shared/ids.csx", "static class Ids { public const int First = 7; }").With("pictures.csx", LoadingScript);

        var (coldRecords, coldUsesRoslyn) = LoadInFreshHost();
        var (hitRecords, hitUsesRoslyn) = LoadInFreshHost();

        Assert.True(coldUsesRoslyn);
        Assert.False(hitUsesRoslyn);
        Assert.Equal(["Picture"], coldRecords);
        Assert.Equal(["Picture"], hitRecords);
    }

    [Fact]
    public void A_script_that_another_process_compiles_needs_no_compiler_here()
    {
        _scripts.With("shared/ids.csx", "static class Ids { public const int First = 7; }").With("pictures.csx", LoadingScript);

        var report = ProfileLoader.Compile(_scripts.PathOf("pictures.csx"), new ProfileLoadOptions { CacheFolder = _scripts.CacheFolder });
        var (records, usesRoslyn) = LoadInFreshHost();

        Assert.Empty(report.Problems);
        Assert.False(usesRoslyn);
        Assert.Equal(["Picture"], records);
    }

    [Fact]
    public void What_another_process_finds_wrong_is_not_compiled_again()
    {
        _scripts.With("pictures.csx", Script);
        var found = new Problem("pictures.csx", 3, 1, "CS0103", "found elsewhere");

        var result = ProfileLoader.Load(
            _scripts.PathOf("pictures.csx"),
            new ProfileLoadOptions { CacheFolder = _scripts.CacheFolder },
            () => new CompileReport([found], []));

        Assert.Equal([found], result.Problems);
        Assert.Null(result.Profile);
    }

    [Fact]
    public void A_hit_behaves_as_the_compiled_script_did()
    {
        _scripts.With("pictures.csx", """
            record Row(int Id);
            interface IRecord;
            [Table("a")] record A([property: Key] int Id) : IRecord;
            record struct B([property: Key] int Id) : IRecord;
            int next;
            Row? parseItem(Item item, ProfileContext ctx) => new(next++);
            bool filter(Row row) => row.Id > 0;
            int? groupKey(Row row) => row.Id / 2;
            IEnumerable<IRecord> transform(IReadOnlyList<Row> rows) { yield return new B(rows[0].Id); yield return new A(rows[0].Id); }
            Task upsert(ISqlTarget target, IReadOnlyList<B> batch) => target.Execute("b " + batch.Count);
            Task onStart(ISqlTarget target, ProfileContext ctx) => target.Execute("start");
            Task onComplete(ISqlTarget target) => target.Execute("end");
            #warning Careful
            """);

        var cold = _scripts.Run(items: 4, cached: true);
        var hit = _scripts.Run(items: 4, cached: true);

        Assert.Equal(["sql start", "mapping A: A { Id = 1 }, A { Id = 2 }", "sql b 2", "sql end"], cold.Calls);
        Assert.Equal(cold.Calls, hit.Calls);
        Assert.Equal(cold.Profile.Hash, hit.Profile.Hash);
        Assert.Equal(cold.OneRecordPerGroup, hit.OneRecordPerGroup);
        Assert.Equal(cold.Profile.MappedTypes.Select(t => t.Name), hit.Profile.MappedTypes.Select(t => t.Name));
        Assert.Equal(
            ["pictures.csx(6,54) DF0124", "pictures.csx(13,10) CS1030"],
            _scripts.Load(cached: true).Warnings.Select(w => $"{w.Path}({w.Line},{w.Column}) {w.Code}"));
    }

    [Fact]
    public void One_changed_letter_changes_what_runs()
    {
        _scripts.With("pictures.csx", Script);
        var before = _scripts.Run(cached: true);
        _scripts.With("pictures.csx", Script.Replace("new(1)", "new(2)", StringComparison.Ordinal));
        var after = _scripts.Run(cached: true);

        Assert.Equal(["Picture { Id = 1 }"], before.Records);
        Assert.Equal(["Picture { Id = 2 }"], after.Records);
        Assert.NotEqual(before.Profile.Hash, after.Profile.Hash);
    }

    [Fact]
    public void A_changed_loaded_file_changes_what_runs()
    {
        _scripts.With("shared/ids.csx", "static class Ids { public static int First => 1; }").With("pictures.csx", LoadingScript);
        var before = _scripts.Run(cached: true);
        _scripts.With("shared/ids.csx", "#load \"more.csx\"\nstatic class Ids { public static int First => More.Value; }")
            .With("shared/more.csx", "static class More { public static int Value => 5; }");
        var after = _scripts.Run(cached: true);
        _scripts.With("shared/more.csx", "static class More { public static int Value => 6; }");
        var deeper = _scripts.Run(cached: true);

        Assert.Equal(
            ["Picture { Id = 1 }", "Picture { Id = 5 }", "Picture { Id = 6 }"], [.. before.Records, .. after.Records, .. deeper.Records]);
        Assert.Equal(3, new[] { before, after, deeper }.Select(r => r.Profile.Hash).Distinct().Count());
    }

    [Fact]
    public void Loaded_files_that_swap_their_contents_are_a_change()
    {
        const string one = "static class One { public static int Value => 1; }";
        const string two = "static class Two { public static int Value => 2; }";
        _scripts.With("a.csx", one).With("b.csx", two).With("pictures.csx", "#load \"a.csx\"\n#load \"b.csx\"\n" + Script);
        var before = _scripts.Run(cached: true).Profile.Hash;
        _scripts.With("a.csx", two).With("b.csx", one);
        var swapped = _scripts.Run(cached: true).Profile.Hash;
        _scripts.With("c.csx", one).With("pictures.csx", "#load \"a.csx\"\n#load \"c.csx\"\n" + Script);

        Assert.Distinct([before, swapped, _scripts.Run(cached: true).Profile.Hash]);
    }

    [Fact]
    public void A_loaded_file_that_is_gone_is_a_problem_though_the_cache_knows_it()
    {
        _scripts.With("shared/ids.csx", "static class Ids { public static int First => 1; }").With("pictures.csx", LoadingScript)
            .Run(cached: true);
        File.Delete(_scripts.PathOf("shared/ids.csx"));

        Assert.Equal(["DF0112"], _scripts.Load(cached: true).Problems.Select(p => p.Code));
    }

    [Theory]
    [InlineData("*.profile", true)]
    [InlineData("*.profile", false)]
    [InlineData("*.index", true)]
    public void A_damaged_entry_is_compiled_again(string pattern, bool truncate)
    {
        _scripts.With("shared/ids.csx", "static class Ids { public static int First => 1; }").With("pictures.csx", LoadingScript)
            .Run(cached: true);
        var path = Assert.Single(Directory.GetFiles(_scripts.CacheFolder, pattern));
        var good = File.ReadAllBytes(path);
        var bad = truncate ? good[..(good.Length / 2)] : [.. good[..^200], (byte)(good[^200] ^ 1), .. good[^199..]];
        File.WriteAllBytes(path, bad);

        Assert.Equal(["Picture { Id = 1 }"], _scripts.Run(cached: true).Records);
        Assert.Equal(good, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_wrong_script_is_never_kept()
    {
        _scripts.With("pictures.csx", "record Row(int Id);\nRow? parseItem(Item item) => null;");

        Assert.Null(_scripts.Load(cached: true).Profile);
        Assert.False(Directory.Exists(_scripts.CacheFolder));
    }

    [Fact]
    public void A_file_outside_stays_refused_after_it_was_allowed_once()
    {
        _scripts.With("shared.csx", "static class Ids { public static int First => 1; }")
            .With("in/pictures.csx", LoadingScript.Replace("shared/ids.csx", "../shared.csx", StringComparison.Ordinal));
        var options = new ProfileLoadOptions { DisplayPath = "in/pictures.csx", CacheFolder = _scripts.CacheFolder };
        var path = _scripts.PathOf("in/pictures.csx");

        using var allowed = ProfileLoader.Load(path, options with { AllowOutside = true }).Require();
        using var wideRoot = ProfileLoader.Load(path, options with { RootFolder = _scripts.Folder }).Require();
        var refused = ProfileLoader.Load(path, options);

        Assert.Equal(["in/pictures.csx(1,7) DF0113"], refused.Problems.Select(p => $"{p.Path}({p.Line},{p.Column}) {p.Code}"));
        Assert.Equal(allowed.Hash, wideRoot.Hash);
    }

    [Fact]
    public void The_hash_does_not_depend_on_where_the_files_are_or_on_the_cache()
    {
        using var elsewhere = new ScriptFolder();
        foreach (var folder in new[] { _scripts, elsewhere })
            folder.With("shared/ids.csx", "static class Ids { public static int First => 1; }").With("pictures.csx", LoadingScript);

        using var here = _scripts.Load(cached: true).Require();
        using var there = elsewhere.Load().Require();

        Assert.Equal(here.Hash, there.Hash);
        Assert.Equal([_scripts.PathOf("pictures.csx"), _scripts.PathOf("shared/ids.csx")], here.Files);
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_only_a_warning()
    {
        _scripts.With("pictures.csx", Script).With("cache", "a file, not a folder");

        var result = _scripts.Load(cached: true);

        using var profile = result.Require();
        Assert.Equal(["DF0120"], result.Warnings.Select(w => w.Code));
        Assert.Equal(["Picture { Id = 1 }"], ProfileRun.Of(profile).Records);
    }

    [Fact]
    public async Task Loading_at_the_same_time_is_safe()
    {
        _scripts.With("pictures.csx", Script);

        var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _scripts.Run(cached: true))));

        Assert.All(runs, r => Assert.Equal(["Picture { Id = 1 }"], r.Records));
        Assert.Equal(2, Directory.GetFiles(_scripts.CacheFolder).Length);
    }

    // Copies of the host's assemblies in a context of their own, where it can be seen which assemblies they load.
    private (List<string> RecordTypes, bool UsesRoslyn) LoadInFreshHost()
    {
        var host = new HostContext(Path.GetDirectoryName(typeof(ProfileLoader).Assembly.Location)!);
        var scripting = host.LoadFromAssemblyName(typeof(ProfileLoader).Assembly.GetName());
        var options = Activator.CreateInstance(scripting.GetType(typeof(ProfileLoadOptions).FullName!)!)!;
        options.GetType().GetProperty(nameof(ProfileLoadOptions.CacheFolder))!.SetValue(options, _scripts.CacheFolder);
        var load = scripting.GetType(typeof(ProfileLoader).FullName!)!.GetMethod(nameof(ProfileLoader.Load))!;
        dynamic result = load.Invoke(null, [_scripts.PathOf("pictures.csx"), options, null, null])!;

        var contextType = host.LoadFromAssemblyName(typeof(ProfileContext).Assembly.GetName()).GetType(typeof(ProfileContext).FullName!)!;
        dynamic context = Activator.CreateInstance(contextType, new Dictionary<string, object?>(), DateTimeOffset.UnixEpoch, null)!;
        IReadOnlyList<Type> recordTypes = result.Profile.Bind(context).RecordTypes;
        var usesRoslyn = host.Assemblies.Any(a => a.GetName().Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));
        return ([.. recordTypes.Select(t => t.Name)], usesRoslyn);
    }

    /// <summary>Loads everything that lies beside the tests itself, and only the framework from the tests' own context.</summary>
    private sealed class HostContext(string folder) : AssemblyLoadContext("host")
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var path = Path.Combine(folder, assemblyName.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
}
