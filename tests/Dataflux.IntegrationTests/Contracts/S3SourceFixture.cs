using Dataflux.Contracts;
using Dataflux.Dialects.DynamoDbExport.S3;
using Dataflux.Engine.Settings;
using Dataflux.IntegrationTests.S3;
using Dataflux.Tests.Dialects.DynamoDbExport;

namespace Dataflux.IntegrationTests.Contracts;

/// <summary>An export in a bucket of each test's own.</summary>
internal sealed class S3SourceFixture(S3Server server) : SourceFixture
{
    private const string Prefix = "dynamodb-export/AWSDynamoDB";
    private readonly ExportBuilder _export = new();
    private string _bucket = "";

    public override SourceDialect Dialect => S3DynamoDb.Dialect;

    public override DialectSettings Settings => new(
        new Dictionary<string, object> { ["bucket"] = _bucket, ["prefix"] = Prefix, ["endpoint"] = $"http://{server.Address}" },
        stateFolder: Path.Combine(_export.Root, "state"));

    public override async Task MakeAsync(IReadOnlyList<IReadOnlyList<string>> parts, CancellationToken cancellation)
    {
        for (var i = 0; i < parts.Count; i++)
            _export.Lines($"part-{i}.json.gz", [.. parts[i]]);

        _export.Write();
        _bucket = await server.CreateBucketAsync();
        await server.UploadAsync(_bucket, "", _export.Root);
    }

    public override Func<CancellationToken, Task> TruncateAsync => async cancellation =>
    {
        var bytes = await File.ReadAllBytesAsync(_export.DataPath("part-0.json.gz"), cancellation);
        await server.PutAsync(_bucket, $"{Prefix}/{ExportBuilder.Id}/data/part-0.json.gz", bytes[..(bytes.Length / 2)]);
    };

    public override Func<CancellationToken, Task> BeginAnotherAsync =>
        _ => server.PutAsync(_bucket, $"{Prefix}/01715771660608-aaaaaaaa/_started", []);

    public override ValueTask DisposeAsync()
    {
        _export.Dispose();
        return ValueTask.CompletedTask;
    }
}
