namespace Dataflux.Scripting.Contract;

/// <summary>A place where a script reads an option of its definition.</summary>
/// <param name="Name">The option's name.</param>
/// <param name="Path">The file, as the user would name it.</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Column">The column, counted from 1.</param>
public sealed record OptionUse(string Name, string Path, int Line, int Column)
{
    /// <summary>Whether the script cannot do without it (<c>ctx.Require</c>).</summary>
    public bool IsRequired { get; init; }

    /// <summary>
    /// What the script reads in its place when it is not given, as C#, where that looks like a value: <c>0</c> for
    /// <c>ctx.Get&lt;int&gt;</c>; otherwise <see langword="null"/>.
    /// </summary>
    public string? Otherwise { get; init; }
}
