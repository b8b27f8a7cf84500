using Dataflux.Dialects.DynamoDbExport.Local;
using Dataflux.Engine.Sources;
using Dataflux.Tests.Dialects.DynamoDbExport;

namespace Dataflux.IntegrationTests.S3;

/// <summary>An export on disk and the same in a bucket of its own, with a proxy in front of it.</summary>
internal sealed class S3Export : IAsyncDisposable
{
    /// <summary>The large file's name; it is the second of three.</summary>
    internal const string Large = "bbbbbbbbbbbbbbbbbbbbbbbbbb.json.gz";

    private const int LargeItems = 6000;

    private S3Export(S3Server server, string bucket, ExportBuilder local)
    {
        (Server, Bucket, Local) = (server, bucket, local);
        Proxy = new FaultyProxy(server.Address);
    }

    internal S3Server Server { get; }

    internal string Bucket { get; }

    internal ExportBuilder Local { get; }

    internal FaultyProxy Proxy { get; }

    /// <summary>What reading the export must give, known without reading it.</summary>
    internal IReadOnlyList<string> Expected { get; private set; } = [];

    internal static string LargeKey => $"dynamodb-export/AWSDynamoDB/{ExportBuilder.Id}/data/{Large}";

    internal static async Task<S3Export> CreateAsync(S3Server server)
    {
        // Text that compresses badly, so that the large file takes many packets; the seed makes it the same every time.
        var random = new Random(20240514);
        var bytes = new byte[48];
        var lines = new string[LargeItems];
        for (var i = 0; i < LargeItems; i++)
        {
            random.NextBytes(bytes);
            lines[i] = $$$$"""{"Item":{"id":{"N":"{{{{i}}}}"},"noise":{"B":"{{{{Convert.ToBase64String(bytes)}}}}"}}}""";
        }

        string[] small = ["""{"Item":{"id":{"S":"first"}}}"""];
        string[] last = ["""{"Item":{"id":{"S":"x"}}}""", """{"Item":{"id":{"S":"y"}}}"""];
        var local = new ExportBuilder()
            .Lines("cccccccccccccccccccccccccc.json.gz", last)
            .Lines("aaaaaaaaaaaaaaaaaaaaaaaaaa.json.gz", small)
            .Lines(Large, lines)
            .Write();
        var bucket = await server.CreateBucketAsync();
        await server.UploadAsync(bucket, "", local.Root);
        return new S3Export(server, bucket, local)
        {
            Expected =
            [
                .. small.Select((line, i) => $"aaaaaaaaaaaaaaaaaaaaaaaaaa.json.gz:{i + 1}:{line}"),
                .. lines.Select((line, i) => $"{Large}:{i + 1}:{line}"),
                .. last.Select((line, i) => $"cccccccccccccccccccccccccc.json.gz:{i + 1}:{line}"),
            ],
        };
    }

    internal S3Reading Reading(bool stream = false, long tempBytes = 1 << 30) =>
        new(Proxy.Url, Bucket, "dynamodb-export", stream, tempBytes: tempBytes);

    /// <summary>The local folder's items, read by the other source.</summary>
    internal async Task<Export> OpenLocalAsync()
    {
        await using var source = new LocalExportSource(Local.Root);
        return await source.OpenAsync(S3Reading.Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        Local.Dispose();
    }
}
