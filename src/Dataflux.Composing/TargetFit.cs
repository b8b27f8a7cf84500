using Dataflux.Definitions;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;
using Dataflux.Profiles;
using Dataflux.Scripting.Contract;

namespace Dataflux.Composing;

/// <summary>Compares what a script's functions ask of their target with what the definition's target offers.</summary>
internal static class TargetFit
{
    /// <summary>A problem for each function that asks for something else, at its line, and for SQL where none is run.</summary>
    /// <param name="target">The kind of the definition's target.</param>
    /// <param name="definition">The definition.</param>
    /// <param name="uses">What the functions ask for.</param>
    internal static IEnumerable<Problem> Find(TargetDialect target, Definition definition, IReadOnlyList<TargetUse> uses)
    {
        var offered = target.ProfileInterface;
        if (definition.OnStartPath is not null && !typeof(ISqlTarget).IsAssignableFrom(offered))
        {
            var at = definition.Places[DefinitionKeys.OnStart.Name];
            yield return new Problem(
                at.Path,
                at.Line,
                at.Column,
                ProblemCode.OtherTarget,
                $"'onStart' is a file of SQL, which the definition's target '{target.Type}' does not run; take it out, or change "
                    + "'target: type'");
        }

        foreach (var use in uses.Where(use => !use.Target.IsAssignableFrom(offered)))
        {
            var name = char.ToLowerInvariant(use.Function[0]) + use.Function[1..];
            var at = DeclaredPlace.OfFunction(definition, name, use.Target.Name);
            yield return new Problem(
                at.Path,
                at.Line,
                at.Column,
                ProblemCode.OtherTarget,
                $"{use.Function} takes '{use.Target.Name}', but the definition's target '{target.Type}' offers '{offered.Name}'; "
                    + $"take '{offered.Name}', or change 'target: type'");
        }
    }
}
