using Dataflux.Contracts;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Sources;
using Dataflux.Tests.Engine;

namespace Dataflux.Tests.Contracts;

/// <summary>Lists of items in memory.</summary>
/// <param name="capabilities">What is declared of them.</param>
internal sealed class MemorySourceFixture(SourceCapabilities capabilities) : SourceFixture
{
    private string[][] _parts = [];

    public override SourceDialect Dialect => new("memory", [], _ => new MemorySource(_parts) { Capabilities = capabilities });

    public override DialectSettings Settings { get; } = new(new Dictionary<string, object>(), stateFolder: Path.GetTempPath());

    public override Task MakeAsync(IReadOnlyList<IReadOnlyList<string>> parts, CancellationToken cancellation)
    {
        _parts = [.. parts.Select(static part => part.ToArray())];
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
