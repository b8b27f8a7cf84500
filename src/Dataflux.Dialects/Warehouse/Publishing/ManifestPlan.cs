using Dataflux.Dialects.Staging;
using Dataflux.Dialects.Warehouse.Columns;
using Dataflux.Dialects.Warehouse.Options;
using Dataflux.Dialects.Warehouse.Stores;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.Warehouse.Publishing;

/// <summary>Decides what a manifest names after a run.</summary>
internal static class ManifestPlan
{
    /// <summary>The manifest without the new files, which <see cref="ManifestChange"/> adds.</summary>
    /// <param name="before">The manifest that there is.</param>
    /// <param name="staged">The run.</param>
    /// <param name="tables">The tables that it wrote.</param>
    /// <param name="migration">The migration's name.</param>
    /// <param name="options">The options.</param>
    /// <param name="store">Where the files are.</param>
    /// <exception cref="TargetException">Files that stay have another form.</exception>
    internal static Manifest Of(
        Manifest? before, StagedRun staged, List<FileTable> tables, string migration, FilesOptions options, IFileStore store)
    {
        var format = options.Format.ToString().ToLowerInvariant();
        string[] keys = [.. options.PartitionBy.Select(static key => key.ToString())];
        var kept = (before?.Tables ?? [])
            .Select(table => table with { Files = [.. table.Files.Where(file => Stays(file, staged))] })
            .Where(static table => table.Files.Count > 0)
            .ToDictionary(static table => table.Name, StringComparer.Ordinal);
        if (kept.Count > 0 && before!.Format != format)
            throw Other($"files of the format {before.Format}, and 'format' is {format}");

        foreach (var table in tables)
        {
            var columns = StagedTables.Describe(table, new()).Columns;
            if (!kept.TryGetValue(table.Name, out var known))
                kept.Add(table.Name, Empty(table.Name, columns, keys));
            else if (!known.Columns.SequenceEqual(columns))
                throw Other($"files of '{table.Name}' with other columns ({string.Join(", ", known.Columns.Select(static c => c.Name))})");
            else if (!known.PartitionBy.SequenceEqual(keys, StringComparer.Ordinal))
                throw Other($"files of '{table.Name}' that are divided by ({string.Join(", ", known.PartitionBy)})");
        }

        return new()
        {
            Migration = migration,
            Format = format,
            Tables = [.. kept.Values.OrderBy(static table => table.Name, StringComparer.Ordinal)],
        };

        TargetException Other(string what) => new(
            $"{store.Location} holds {what}, from earlier exports of the chain; start over ('dataflux reset', then run again), which "
            + "writes all files again");
    }

    private static ManifestTable Empty(string name, IReadOnlyList<SegmentColumn> columns, IReadOnlyList<string> keys) =>
        new() { Name = name, Columns = columns, PartitionBy = keys, Rows = 0, LoadList = "", Files = [] };

    private static bool Stays(ManifestFile file, StagedRun staged) => staged switch
    {
        { IsWhole: true } => false,
        { Replay: > 0 } => file.Export != staged.ReplayOf || file.Replay < staged.Replay,
        _ => !staged.Links.Contains(file.Export),
    };
}
