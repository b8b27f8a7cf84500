using System.Globalization;
using Dataflux.Contracts;
using Dataflux.Dialects.Warehouse;
using Dataflux.Dialects.Warehouse.Options;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Targets;

namespace Dataflux.IntegrationTests.Warehouse;

/// <summary>A folder of each test's own, read by DuckDB.</summary>
internal sealed class FilesTargetFixture(string format) : TargetFixture
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataflux-files-").FullName;

    private string Shown => Path.Combine(_folder, "shown");

    public override Task MakeAsync(CancellationToken cancellation) => Task.CompletedTask;

    public override ITargetConnection Open()
    {
        var settings = new DialectSettings(
            new Dictionary<string, object> { ["format"] = format, ["path"] = Shown }, Path.Combine(_folder, "state"));
        return new FilesTarget(FilesOptions.From(settings), settings.StateFolder);
    }

    public override async Task<IReadOnlyList<Thing>> ThingsAsync(CancellationToken cancellation)
    {
        await PublishAsync(cancellation);
        return await ShownAsync(cancellation);
    }

    public override Task<IReadOnlyList<Thing>> ShownAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<Thing>>(
    [
        .. Latest("contract_thing", "id, label, body, amount").Select(static row => new Thing(
            long.Parse(row[0]!, CultureInfo.InvariantCulture), row[1]!, row[2], int.Parse(row[3]!, CultureInfo.InvariantCulture))),
    ]);

    public override async Task<IReadOnlyList<Moment>> MomentsAsync(CancellationToken cancellation)
    {
        await PublishAsync(cancellation);
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

    private async Task PublishAsync(CancellationToken cancellation)
    {
        await using var beside = Open();
        await beside.Capabilities.Publication!.PublishAsync(static _ => { }, cancellation);
    }
}
