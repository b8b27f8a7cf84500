using Dataflux.Definitions;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Grouping;
using Dataflux.Engine.Plans;

namespace Dataflux.Composing;

/// <summary>
/// Loads a definition's script and checks that it is the one the definition pins, and that it can do what the definition asks.
/// </summary>
internal static class ProfileCheck
{
    /// <summary>Loads the script, for whoever cannot go on without it.</summary>
    /// <param name="composition">The script host.</param>
    /// <param name="definition">The definition.</param>
    /// <exception cref="ProblemsException">Something is wrong with it.</exception>
    internal static LoadedProfile Require(Composition composition, Definition definition)
    {
        var script = Load(composition, definition, out var problems);
        if (problems.Count == 0)
            return script;
        script.Dispose();
        throw new ProblemsException(problems);
    }

    /// <summary>Loads the script.</summary>
    /// <param name="composition">The script host.</param>
    /// <param name="definition">The definition.</param>
    /// <param name="problems">Everything that is wrong.</param>
    internal static LoadedProfile Load(Composition composition, Definition definition, out IReadOnlyList<Problem> problems)
    {
        var script = composition.LoadProfile(definition);
        problems = script.Problems;
        if (script.Problems.Count == 0 && Pinned(definition, script.Hash) is { } refused)
            problems = [refused];

        if (problems.Count == 0 && definition.Migration.GroupScope == GroupScope.Export
            && ExportGrouping.Refusal(script.GroupKey) is { } refusal)
        {
            var place = definition.Places[DefinitionKeys.GroupScopePath];
            problems = [new Problem(place.Path, place.Line, place.Column, ProblemCode.NotAllowed, $"'scope: export' {refusal}")];
        }

        if (problems.Count == 0
            && composition.Dialects.Targets.FirstOrDefault(dialect => dialect.Type == definition.Target.Type) is { } target)
        {
            problems = [.. TargetFit.Find(target, definition, script.Targets)];
        }

        return script.Options is { } uses && problems.Count == 0
            ? script with { Warnings = [.. script.Warnings, .. OptionCheck.Find(definition, uses)] }
            : script;
    }

    /// <summary>What is wrong with a script's SHA-256: asked before anything of the script runs.</summary>
    /// <param name="definition">The definition, which may pin its script.</param>
    /// <param name="hash">The script's SHA-256.</param>
    internal static Problem? Pinned(Definition definition, string hash)
    {
        if (definition.ProfileSha256 is not { } pinned || pinned.Equals(hash, StringComparison.OrdinalIgnoreCase))
            return null;

        var place = definition.Places[DefinitionKeys.ProfileSha256.Name];
        return new Problem(place.Path, place.Line, place.Column, ProblemCode.ProfileChanged,
            $"the profile '{definition.ProfileShown}' has the SHA-256 {hash}, not the one given here; "
            + "look at what changed in it, then write its SHA-256 here");
    }
}
