using BenchmarkDotNet.Attributes;
using Dataflux.Profiles;

namespace Dataflux.Benchmarks.Stages;

/// <summary>What a record of the reference profile is made of, beside text and numbers.</summary>
[MemoryDiagnoser]
public class DocumentBenchmarks
{
    private static readonly string Caption = new('x', 120);

    /// <summary>A document of three captions.</summary>
    /// <returns>The document.</returns>
    [Benchmark]
    public Json WriteDocument() => Json.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("en", Caption);
        json.WriteString("de", Caption);
        json.WriteString("fr", Caption);
        json.WriteEndObject();
    });

    /// <summary>The UUID of a picture.</summary>
    /// <returns>The UUID.</returns>
    [Benchmark]
    public Guid NameBasedUuid() => Uuid.Version5(Uuid.Dns, "17774986");
}
