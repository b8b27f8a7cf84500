using Dataflux.Contracts;
using Dataflux.Dialects.DynamoDbExport.Local;
using Dataflux.Engine.Settings;
using Dataflux.Tests.Dialects.DynamoDbExport;

namespace Dataflux.Tests.Contracts;

/// <summary>An export in a folder, as AWS writes it.</summary>
internal sealed class LocalSourceFixture : SourceFixture
{
    private readonly ExportBuilder _export = new();

    public override SourceDialect Dialect => LocalDynamoDb.Dialect;

    public override DialectSettings Settings => new(
        new Dictionary<string, object> { ["path"] = Path.Combine(_export.Root, "dynamodb-export", "AWSDynamoDB") },
        stateFolder: _export.Root);

    public override Task MakeAsync(IReadOnlyList<IReadOnlyList<string>> parts, CancellationToken cancellation)
    {
        for (var i = 0; i < parts.Count; i++)
            _export.Lines($"part-{i}.json.gz", [.. parts[i]]);

        _export.Write();
        return Task.CompletedTask;
    }

    public override Func<CancellationToken, Task> TruncateAsync => async cancellation =>
    {
        var path = _export.DataPath("part-0.json.gz");
        var bytes = await File.ReadAllBytesAsync(path, cancellation);
        await File.WriteAllBytesAsync(path, bytes[..(bytes.Length / 2)], cancellation);
    };

    public override Func<CancellationToken, Task> BeginAnotherAsync => cancellation =>
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(_export.Folder)!, "01715771660608-aaaaaaaa"));
        return File.WriteAllBytesAsync(Path.Combine(folder.FullName, "_started"), [], cancellation);
    };

    public override ValueTask DisposeAsync()
    {
        _export.Dispose();
        return ValueTask.CompletedTask;
    }
}
