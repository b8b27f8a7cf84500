using System.Globalization;
using Dataflux.Contracts;
using Dataflux.Dialects.Warehouse;
using Dataflux.Dialects.Warehouse.Options;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Targets;
using Dataflux.IntegrationTests.S3;

namespace Dataflux.IntegrationTests.Warehouse;

/// <summary>A folder or a bucket of each test's own, read by DuckDB.</summary>
/// <param name="format">How rows are written.</param>
/// <param name="server">The server with the buckets; <see langword="null"/>: files are in a folder.</param>
internal sealed class FilesTargetFixture(string format, S3Server? server = null) : TargetFixture
{
    private string? _bucket;
    private readonly string _folder = Directory.CreateTempSubdirectory("dataflux-files-").FullName;

    private string Shown => Path.Combine(_folder, "shown");

    public override async Task MakeAsync(CancellationToken cancellation) =>
        _bucket = server is null ? null : await server.CreateBucketAsync();

    public override ITargetConnection Open()
    {
        var values = new Dictionary<string, object> { ["format"] = format, ["path"] = _bucket is null ? Shown : $"s3://{_bucket}/lake/" };
        if (_bucket is not null)
            values["endpoint"] = $"http://{server!.Address}";

        var settings = new DialectSettings(values, Path.Combine(_folder, "state"));
        return new FilesTarget(FilesOptions.From(settings), settings.StateFolder);
    }

    public override async Task<IReadOnlyList<Thing>> ThingsAsync(CancellationToken cancellation)
    {
        await PublishAsync(cancellation);
        return await ShownAsync(cancellation);
    }

    public override async Task<IReadOnlyList<Thing>> ShownAsync(CancellationToken cancellation)
    {
        await FetchAsync();
        return
        [
            .. Latest("contract_thing", "id, label, body, amount").Select(static row => new Thing(
                long.Parse(row[0]!, CultureInfo.InvariantCulture), row[1]!, row[2], int.Parse(row[3]!, CultureInfo.InvariantCulture))),
        ];
    }

    public override async Task<IReadOnlyList<Moment>> MomentsAsync(CancellationToken cancellation)
    {
        await PublishAsync(cancellation);
        await FetchAsync();
        return
        [
            .. Latest("contract_moment", "id, epoch_us(\"at\"::timestamptz)").Select(static row => new Moment(
                long.Parse(row[0]!, CultureInfo.InvariantCulture),
                DateTimeOffset.UnixEpoch.AddTicks(10 * long.Parse(row[1]!, CultureInfo.InvariantCulture)))),
        ];
    }

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return default;
    }

    private List<string?[]> Latest(string table, string columns) => DuckDb.Table(Shown, table) is { } files
        ? DuckDb.Rows($"select {columns} from {DuckDb.Latest(files, "id")}")
        : [];

    private Task FetchAsync() => _bucket is null ? Task.CompletedTask : server!.DownloadAsync(_bucket, "lake/", Shown);

    private async Task PublishAsync(CancellationToken cancellation)
    {
        await using var beside = Open();
        await beside.Capabilities.Publication!.PublishAsync(default, static _ => { }, cancellation);
    }
}
