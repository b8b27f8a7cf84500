using System.Text.Json;
using Dataflux.Dialects.Warehouse.Columns;
using Dataflux.Dialects.Warehouse.Stores;

namespace Dataflux.Dialects.Warehouse.Publishing;

/// <summary>
/// Brings files to their places and then replaces the manifest. What is brought, and what goes then, is written down before, so that files
/// of a process that was killed are deleted by the next run, if that does not name them.
/// </summary>
/// <param name="store">Where they are shown.</param>
/// <param name="before">The manifest that there is.</param>
/// <param name="kept">The new one, without the new files.</param>
/// <param name="made">The new files, with their paths on disk.</param>
internal sealed class ManifestChange(
    IFileStore store, Manifest? before, Manifest kept, IReadOnlyList<(FileTable Table, ManifestFile File, string Path)> made)
{
    private const string Notes = "_publishing.json";

    /// <summary>Does it.</summary>
    /// <param name="step">Told each step.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal async Task ApplyAsync(Action<string> step, CancellationToken cancellation)
    {
        var lists = new List<(string Name, byte[] Content)>();
        var after = kept with { Tables = [.. kept.Tables.Select(table => Complete(table, lists))] };
        var names = Names(after).ToHashSet(StringComparer.Ordinal);
        var noted = await store.ReadAsync(Notes, cancellation) is { } notes
            ? JsonSerializer.Deserialize(notes, ManifestJson.Default.StringArray)!
            : [];
        var old = (before is null ? [] : Names(before)).Concat(noted).ToList();
        var gone = old.Where(name => !names.Contains(name)).Distinct(StringComparer.Ordinal).ToList();
        string[] noting = [.. names.Concat(old).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        await store.PutAsync(Notes, JsonSerializer.SerializeToUtf8Bytes(noting, ManifestJson.Default.StringArray), cancellation);
        step(PublicationSteps.Noted);
        foreach (var (_, file, path) in made)
        {
            await store.BringAsync(path, file.Path, cancellation);
            step(PublicationSteps.Brought);
        }

        foreach (var (name, content) in lists)
            await store.PutAsync(name, content, cancellation);

        await store.PutAsync(Manifest.FileName, after.ToBytes(), cancellation);
        step(PublicationSteps.Shown);
        foreach (var name in gone)
            await store.DeleteAsync(name, cancellation);

        await store.DeleteAsync(Notes, cancellation);
        step(PublicationSteps.Cleaned);
    }

    private static IEnumerable<string> Names(Manifest manifest) =>
        manifest.Tables.SelectMany(static table => table.Files.Select(static file => file.Path).Append(table.LoadList));

    private ManifestTable Complete(ManifestTable table, List<(string Name, byte[] Content)> lists)
    {
        ManifestFile[] files =
        [
            .. table.Files.Concat(made.Where(one => one.Table.Name == table.Name).Select(static one => one.File))
                .OrderBy(static file => file.Export).ThenBy(static file => file.Replay)
                .ThenBy(static file => file.Path, StringComparer.Ordinal),
        ];
        var list = LoadList.Of(table.Name, files, store);
        lists.Add(list);
        return table with { Files = files, Rows = files.Sum(static file => file.Rows), LoadList = list.Name };
    }
}
