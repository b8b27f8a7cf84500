using Dataflux.Engine.Ground;
using Dataflux.Engine.Sources;
using Dataflux.Profiles;

namespace Dataflux.Tests.Cli;

internal sealed class OneFileSource : ISource
{
    internal static Export Export { get; } = new()
    {
        Id = "arn:export/1",
        Location = "./export",
        Parts = [new SourcePart { Name = "data/export-001.json.gz", Fingerprint = "a", ItemCount = 10 }],
        Time = new DateTimeOffset(2024, 1, 14, 0, 0, 0, TimeSpan.Zero),
        ItemCount = 10,
    };

    public Task<Export> OpenAsync(CancellationToken cancellation) => Task.FromResult(Export);

    public IAsyncEnumerable<ItemBlock> ReadAsync(SourcePart part, CancellationToken cancellation) => throw new NotSupportedException();

    public Failure Classify(Exception exception) => new(FailureKind.Systemic, exception.Message);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
