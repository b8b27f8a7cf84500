using Dataflux.Authoring.Sampling;
using Dataflux.Composing;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Checking;

/// <summary>Where it stands what a target finds wrong: in the script, or in the definition.</summary>
internal static class FindingPlace
{
    /// <summary>The finding as a problem at its place.</summary>
    internal static Problem ProblemOf(TargetFinding finding, Definition definition)
    {
        if (ScriptPlace.Of(finding.Message) is { } place)
            return new Problem(place.Path, place.Line, place.Column, ProblemCode.RecordDoesNotFit, place.Text);

        if (definition.OnStartShown is { } sql && finding.Message.StartsWith($"{sql}: ", StringComparison.Ordinal))
            return new Problem(sql, 0, 0, ProblemCode.RecordDoesNotFit, finding.Message[(sql.Length + 2)..]);

        if (finding is { Record: null, Function: null })
            return At(definition, DefinitionKeys.Target, ProblemCode.TargetUnusable, finding.Message);

        var at = finding.Function is { } function
            ? DeclaredPlace.OfFunction(definition, function, finding.Record?.Name)
            : DeclaredPlace.Of(definition, finding.Record!.Name, finding.Property);
        return new Problem(at.Path, at.Line, at.Column, ProblemCode.RecordDoesNotFit, finding.Message);
    }

    private static Problem At(Definition definition, DefinitionKey key, string code, string message)
    {
        var place = definition.Places.GetValueOrDefault(key.Name, new Place(definition.Path));
        return new Problem(place.Path, place.Line, place.Column, code, message);
    }
}
