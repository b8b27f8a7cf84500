namespace Dataflux.Scripting.Sources;

/// <summary>A place in a script.</summary>
/// <param name="File">The file's name, see <see cref="ScriptPaths"/>.</param>
/// <param name="Line">The line, counted from 1; 0 for the whole file.</param>
/// <param name="Column">The column, counted from 1; 0 for the whole line.</param>
internal sealed record Position(string File, int Line, int Column);
