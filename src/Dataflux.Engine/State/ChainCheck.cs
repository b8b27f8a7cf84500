using Dataflux.Engine.Sources;

namespace Dataflux.Engine.State;

/// <summary>
/// What may change in a chain of exports between two runs: files are added at its end. Anything else would bring an older
/// state over a newer one.
/// </summary>
internal static class ChainCheck
{
    /// <summary>
    /// In a single export files may be left, in any place, but those that are done stay what they were: one that is read again would bring
    /// its items over those of later files, and what the old one alone held would stay in the target.
    /// </summary>
    /// <exception cref="StateException">A file that is done was written again, or is gone.</exception>
    internal static void CheckUnchanged(Checkpoint found, Export export)
    {
        var files = export.Files.ToDictionary(static file => file.Name, StringComparer.Ordinal);
        foreach (var (name, done) in found.Files)
        {
            if (files.GetValueOrDefault(name)?.Has(done.Fingerprint) != true)
            {
                throw new StateException(
                    $"{name} is not the file that an interrupted run read: "
                    + $"{(files.ContainsKey(name) ? "it was written again" : "the export no longer lists it")}; put the old one back, or "
                    + "start over ('dataflux reset', then run again)");
            }
        }
    }

    /// <exception cref="StateException">The files that are done are not the first ones of the chain, as they are now.</exception>
    internal static void Check(Checkpoint found, Export chain)
    {
        var names = chain.Files.Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        if (found.Files.Keys.FirstOrDefault(name => !names.Contains(name)) is { } gone)
        {
            throw new StateException(
                $"{gone} was applied by an earlier run, but its export is no longer among those of {chain.Location}; "
                + "put it back (the chain only grows), or start over with 'dataflux reset'");
        }

        ExportFile? waiting = null;
        foreach (var file in chain.Files)
        {
            var isDone = found.Files.TryGetValue(file.Name, out var done);
            if (isDone && !file.Has(done!.Fingerprint))
            {
                throw new StateException(
                    $"{file.Name} is not the file that an earlier run applied: its content changed; put the old one back, or start over "
                    + "with 'dataflux reset'");
            }

            if (isDone && waiting is not null)
            {
                throw new StateException(
                    $"{waiting.Name} belongs to an export whose window ends before others that were applied already ({file.Name}), and "
                    + "would bring older states over newer ones; leave that export out, since its window is covered, or start over with "
                    + "'dataflux reset'");
            }

            if (!isDone)
                waiting ??= file;
        }
    }
}
