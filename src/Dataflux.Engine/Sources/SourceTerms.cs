namespace Dataflux.Engine.Sources;

/// <summary>What people call what a source reads, and its parts.</summary>
/// <param name="Whole">What is read as a whole, in the singular.</param>
/// <param name="Part">A part of it, in the singular.</param>
public sealed record SourceTerms(string Whole, string Part)
{
    /// <summary>Of exports, whose parts are files.</summary>
    public static SourceTerms OfExports { get; } = new("export", "file");

    /// <summary>What promises how many items there are.</summary>
    public string Promise { get; init; } = "manifest";

    /// <summary>The parts, in the plural.</summary>
    public string Parts => Part + "s";
}
