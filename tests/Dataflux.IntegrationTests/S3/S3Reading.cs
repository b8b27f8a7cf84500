using System.Text;
using Dataflux.Dialects.Aws;
using Dataflux.Dialects.DynamoDbExport.S3;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reading;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Retry;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Sources;

namespace Dataflux.IntegrationTests.S3;

/// <summary>Opens and reads an export in S3 with the engine's own patience, as a run does.</summary>
internal sealed class S3Reading : IAsyncDisposable, IMigrationObserver
{
    private static readonly MigrationOptions Patient = new() { RetryFor = TimeSpan.FromSeconds(60) };
    private readonly string _temp = Directory.CreateTempSubdirectory("dataflux-s3-temp-").FullName;
    private readonly S3ExportSource _source;

    internal S3Reading(string url, string bucket, string prefix, bool stream = false, string? export = null, long tempBytes = 1 << 30)
    {
        _source = new S3ExportSource(
            new S3Options
            {
                Bucket = bucket,
                Prefix = prefix,
                Login = AwsLogin.From(
                    new DialectSettings(new Dictionary<string, object> { ["endpoint"] = url }, _temp),
                    "source",
                    static (message, inner) => new SourceException(message, inner)),
                PathStyle = true,
                Stream = stream,
                Export = export,
                TempFolder = _temp,
                TempBytes = tempBytes,
                Stall = TimeSpan.FromSeconds(1),
            },
            TimeProvider.System);
    }

    /// <summary>How often the engine had to try again.</summary>
    internal int Retries { get; private set; }

    /// <summary>Items handed out so far, of a reading that failed too.</summary>
    internal List<string> Items { get; } = [];

    internal static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal Task<Export> OpenAsync() => ExportOpening.OpenAsync(_source, Patient, this, TimeProvider.System, Stop);

    /// <summary>All items in order, each with its file, line number and text.</summary>
    internal async Task<List<string>> ReadAllAsync()
    {
        var export = await OpenAsync();
        foreach (var part in export.Parts)
            await ReadAsync(part);

        return Items;
    }

    internal async Task ReadAsync(SourcePart part)
    {
        var patience = new Patience("reading", _source.Classify, Patient, this, TimeProvider.System);
        await foreach (var (block, first) in new PartReader(_source, patience).ReadAsync(part, Stop))
        {
            for (var i = first; i < block.Count; i++)
                Items.Add($"{part.ShortName}:{block.LineNumber(i)}:{Encoding.UTF8.GetString(block.Line(i).Span)}");
        }
    }

    internal Failure Classify(Exception exception) => _source.Classify(exception);

    public void Retrying(string what, Failure failure, int attempt, TimeSpan delay) => Retries++;

    /// <summary>Fetched files that are on disk now.</summary>
    internal IReadOnlyList<string> Fetched => Directory.GetFiles(_temp, "*.part", SearchOption.AllDirectories);

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        Assert.Empty(Fetched); // nothing of the export stays behind
        Directory.Delete(_temp, recursive: true);
    }
}
