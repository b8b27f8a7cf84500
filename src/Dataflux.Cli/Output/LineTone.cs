namespace Dataflux.Cli.Output;

/// <summary>What a line should make its reader feel.</summary>
internal enum LineTone
{
    /// <summary>Nothing.</summary>
    Plain,

    /// <summary>All is well.</summary>
    Good,

    /// <summary>Something wants to be looked at.</summary>
    Warning,

    /// <summary>Something went wrong.</summary>
    Bad,
}
