namespace Dataflux.Cli.Output;

/// <summary>How much a run says on the screen; <c>run.log</c> has everything.</summary>
internal enum Verbosity
{
    /// <summary>Warnings, errors and what to do next if the run did not complete.</summary>
    Quiet,

    /// <summary>What a person wants to know.</summary>
    Normal,

    /// <summary>Everything.</summary>
    Verbose,
}
