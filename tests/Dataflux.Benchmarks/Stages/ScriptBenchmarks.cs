using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Dataflux.Profiles;
using Dataflux.Scripting;
using Dataflux.Scripting.Sources;

namespace Dataflux.Benchmarks.Stages;

/// <summary>
/// The functions of the reference profile over one file of the example export: called as a script, and as the same code compiled
/// into the program. An operation is the whole file.
/// </summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class ScriptBenchmarks
{
    private CompiledPictures _compiled = null!;
    private IPictureStages _scripted = null!;

    /// <summary>Loads the script and parses the file.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var blocks = SampleLines.Blocks().ConvertAll(block => ItemBlock.Parse(block, firstLineNumber: 1));
        var context = new ProfileContext(
            new Dictionary<string, object?> { ["maxId"] = 20_000_000L }, DateTimeOffset.UnixEpoch, ProfileLog.None);
        _compiled = new(blocks, context);
        var profile = ProfileLoader.Load(Path.Combine(AppContext.BaseDirectory, "pictures.csx"), new ProfileLoadOptions()).Require()
            .Bind(context);
        var types = profile.GetType().GetGenericArguments();
        _scripted = (IPictureStages)Activator.CreateInstance(
            typeof(ScriptedPictures<,>).MakeGenericType(types), blocks, profile, _compiled.GroupOfRow)!;
        if (_scripted.ParseItems() != _compiled.ParseItems() || _scripted.Transform() != _compiled.Transform())
            throw new InvalidOperationException("the script and the compiled profile do not do the same");
    }

    /// <summary>parseItem and filter, compiled in.</summary>
    /// <returns>The number of rows.</returns>
    [Benchmark(Baseline = true)]
    [BenchmarkCategory("parseItem")]
    public int ParseItemCompiledIn() => _compiled.ParseItems();

    /// <summary>parseItem and filter of the script.</summary>
    /// <returns>The number of rows.</returns>
    [Benchmark]
    [BenchmarkCategory("parseItem")]
    public int ParseItemOfScript() => _scripted.ParseItems();

    /// <summary>transform, compiled in.</summary>
    /// <returns>The number of records.</returns>
    [Benchmark(Baseline = true)]
    [BenchmarkCategory("transform")]
    public int TransformCompiledIn() => _compiled.Transform();

    /// <summary>transform of the script.</summary>
    /// <returns>The number of records.</returns>
    [Benchmark]
    [BenchmarkCategory("transform")]
    public int TransformOfScript() => _scripted.Transform();

    /// <summary>Writes the records as rows of a binary COPY.</summary>
    /// <returns>The number of bytes.</returns>
    [Benchmark]
    [BenchmarkCategory("COPY encoding")]
    public int EncodeCopy() => _compiled.Encode();
}
