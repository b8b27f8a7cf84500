using Dataflux.Engine.Sources;

namespace Dataflux.Engine.State;

/// <summary>
/// What may change in a chain of exports between two runs: parts are added at its end. Anything else would bring an older
/// state over a newer one.
/// </summary>
internal static class ChainCheck
{
    /// <summary>
    /// In a single export parts may be left, in any place, but those that are done stay what they were: one that is read again would bring
    /// its items over those of later parts, and what the old one alone held would stay in the target.
    /// </summary>
    /// <exception cref="StateException">A part that is done was written again, or is gone.</exception>
    internal static void CheckUnchanged(Checkpoint found, Export export)
    {
        var parts = export.Parts.ToDictionary(static part => part.Name, StringComparer.Ordinal);
        foreach (var (name, done) in found.Parts)
        {
            if (parts.GetValueOrDefault(name)?.Has(done.Fingerprint) != true)
            {
                var reason = parts.ContainsKey(name) ? "it was written again" : $"the {export.Terms.Whole} no longer lists it";
                throw new StateException(
                    $"{name} is not the {export.Terms.Part} that an interrupted run read: {reason}; put the old one back, or start over "
                    + "('dataflux reset', then run again)");
            }
        }
    }

    /// <exception cref="StateException">The parts that are done are not the first ones of the chain, as they are now.</exception>
    internal static void Check(Checkpoint found, Export chain)
    {
        var names = chain.Parts.Select(part => part.Name).ToHashSet(StringComparer.Ordinal);
        if (found.Parts.Keys.FirstOrDefault(name => !names.Contains(name)) is { } gone)
        {
            throw new StateException(
                $"{gone} was applied by an earlier run, but its export is no longer among those of {chain.Location}; "
                + "put it back (the chain only grows), or start over with 'dataflux reset'");
        }

        SourcePart? waiting = null;
        foreach (var part in chain.Parts)
        {
            var isDone = found.Parts.TryGetValue(part.Name, out var done);
            if (isDone && !part.Has(done!.Fingerprint))
            {
                throw new StateException(
                    $"{part.Name} is not the {chain.Terms.Part} that an earlier run applied: its content changed; put the old one back, or "
                    + "start over with 'dataflux reset'");
            }

            if (isDone && waiting is not null)
            {
                throw new StateException(
                    $"{waiting.Name} belongs to an export whose window ends before others that were applied already ({part.Name}), and "
                    + "would bring older states over newer ones; leave that export out, since its window is covered, or start over with "
                    + "'dataflux reset'");
            }

            if (!isDone)
                waiting ??= part;
        }
    }
}
