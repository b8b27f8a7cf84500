using Dataflux.Dialects.Warehouse.Options;
using Dataflux.Dialects.Warehouse.Readers;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.Warehouse;

/// <summary>The statements by which warehouses read the files.</summary>
internal sealed class FilesStatements : ILoadStatements
{
    public IReadOnlyList<string> Readers { get; } = [.. Reader.All.Select(static reader => reader.Name)];

    public async Task<string> WriteAsync(
        DialectSettings settings, string reader, IReadOnlyList<Type> records, CancellationToken cancellation)
    {
        await using var target = new FilesTarget(FilesOptions.From(settings), settings.StateFolder);
        return await target.WriteStatementsAsync(Reader.All.First(one => one.Name == reader), records, cancellation);
    }
}
