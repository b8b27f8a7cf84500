namespace Dataflux.Scripting.Sources;

/// <summary>How a profile script is loaded.</summary>
public sealed record ProfileLoadOptions
{
    /// <summary>The script's path as the user would name it, for problems and stack positions; by default the path given.</summary>
    public string? DisplayPath { get; init; }

    /// <summary>
    /// The file of SQL that runs before the script's own <c>onStart</c>, and is part of the profile; <see langword="null"/>: none.
    /// </summary>
    public string? OnStartFile { get; init; }

    /// <summary>Where compiled scripts are kept; <see langword="null"/> (the default) compiles every time.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>The folder the script and all it loads must be in, normally the definition's; by default the script's own.</summary>
    public string? RootFolder { get; init; }

    /// <summary>Whether the script and what it loads may be outside <see cref="RootFolder"/>; by default not.</summary>
    public bool AllowOutside { get; init; }
}
