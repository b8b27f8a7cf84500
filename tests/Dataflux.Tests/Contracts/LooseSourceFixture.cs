using Dataflux.Contracts;
using Dataflux.Dialects.DynamoDbExport.Local;
using Dataflux.Engine.Settings;
using Dataflux.Tests.Dialects.DynamoDbExport;

namespace Dataflux.Tests.Contracts;

/// <summary>Files with items in a folder, which no manifest describes.</summary>
internal sealed class LooseSourceFixture : SourceFixture
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataflux-loose-").FullName;

    public override SourceDialect Dialect => LocalDynamoDb.Dialect;

    public override DialectSettings Settings => new(
        new Dictionary<string, object> { ["path"] = _folder, ["manifest"] = "none" }, stateFolder: Path.Combine(_folder, ".dataflux"));

    private string First => Path.Combine(_folder, "part-0.json.gz");

    public override async Task MakeAsync(IReadOnlyList<IReadOnlyList<string>> parts, CancellationToken cancellation)
    {
        await File.WriteAllBytesAsync(First, ExportBuilder.Gzip(string.Join('\n', parts[0]) + "\n"), cancellation);
        for (var i = 1; i < parts.Count; i++)
            await File.WriteAllLinesAsync(Path.Combine(_folder, $"part-{i}.json"), parts[i], cancellation);
    }

    public override Func<CancellationToken, Task> TruncateAsync => async cancellation =>
    {
        var bytes = await File.ReadAllBytesAsync(First, cancellation);
        await File.WriteAllBytesAsync(First, bytes[..(bytes.Length / 2)], cancellation);
    };

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
