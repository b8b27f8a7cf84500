using Dataflux.Composing.Output;
using Dataflux.Engine.Inspection;

namespace Dataflux.Authoring.Inspection;

/// <summary>What keeps attributes from being a key, in words.</summary>
internal static class RepeatedKey
{
    internal static string Of(KeyCandidate key) =>
        $"{Figures.Count(key.Repeated)} of its values {(key.Repeated == 1 ? "occurs" : "occur")} more than once";
}
