using Dataflux.Engine.Ground;
using Microsoft.CodeAnalysis;

namespace Dataflux.Scripting.Sources;

/// <summary>Turns the compiler's positions, counted from 0, into ours.</summary>
internal static class RoslynPositions
{
    internal static Position Of(Location location)
    {
        var span = location.GetLineSpan();
        return new Position(span.Path, span.StartLinePosition.Line + 1, span.StartLinePosition.Character + 1);
    }

    internal static Problem ProblemOf(Diagnostic diagnostic, string mainFile)
    {
        if (diagnostic.Location == Location.None)
            return new Problem(mainFile, 0, 0, diagnostic.Id, diagnostic.GetMessage());
        var at = Of(diagnostic.Location);
        return new Problem(at.File, at.Line, at.Column, diagnostic.Id, diagnostic.GetMessage());
    }
}
