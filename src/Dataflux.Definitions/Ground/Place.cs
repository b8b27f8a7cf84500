namespace Dataflux.Definitions.Ground;

/// <summary>Where a value was written: a place in a file, or a flag or environment variable (then without line).</summary>
/// <param name="Path">The file as the user would name it, or the flag's or variable's name.</param>
/// <param name="Line">The line, counted from 1; 0 when there is none.</param>
/// <param name="Column">The column, counted from 1; 0 when there is none.</param>
internal readonly record struct Place(string Path, int Line = 0, int Column = 0)
{
    public override string ToString() => Line > 0 ? $"{Path}({Line},{Column})" : Path;
}
