using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Checking;

/// <summary>An export that cannot be read, as a problem of its definition.</summary>
internal static class SourceProblem
{
    /// <summary>The problem, where the definition says its path, or else its source.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="message">Why it cannot be read.</param>
    internal static Problem Of(Definition definition, string message)
    {
        var section = definition.Places.GetValueOrDefault(DefinitionKeys.Source.Name, new Place(definition.Path));
        var places = definition.Source.Missing()
            .Select(missing => definition.Source.Places.GetValueOrDefault(missing.Option.Name, section));
        var place = places.FirstOrDefault(section);
        return new Problem(place.Path, place.Line, place.Column, ProblemCode.SourceUnreadable, message);
    }
}
