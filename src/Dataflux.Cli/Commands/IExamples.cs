namespace Dataflux.Cli.Commands;

/// <summary>A command that ends its help with examples.</summary>
internal interface IExamples
{
    /// <summary>Command lines that work as they stand, and what they do.</summary>
    IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; }
}
