namespace Dataflux.Engine.Ground;

/// <summary>One finding in a file people wrote: a definition or a script.</summary>
/// <param name="Path">The file, as the user would name it.</param>
/// <param name="Line">The line, counted from 1; 0 when the finding is about the whole file.</param>
/// <param name="Column">The column, counted from 1; 0 when the finding is about the whole line.</param>
/// <param name="Code">The DF code, such as <c>DF0104</c>, or a compiler's own.</param>
/// <param name="Message">What was found, what was expected, what to do next.</param>
public sealed record Problem(string Path, int Line, int Column, string Code, string Message)
{
    /// <summary>Whether it is no reason not to run.</summary>
    public bool IsWarning { get; init; }

    /// <summary>Whether the line it is in holds a secret, and so must not be shown.</summary>
    public bool IsSecret { get; init; }

    /// <inheritdoc/>
    public override string ToString()
    {
        var place = Line > 0 ? $"{Path}({Line},{Column})" : Path;
        return $"{place}: {(IsWarning ? "warning" : "error")} {Code}: {Message}";
    }
}
