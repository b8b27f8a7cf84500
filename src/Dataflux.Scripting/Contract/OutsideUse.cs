namespace Dataflux.Scripting.Contract;

/// <summary>What a script may ask that is not in the items, and so is another answer in the next run.</summary>
internal enum OutsideUse
{
    /// <summary>The time.</summary>
    Clock,

    /// <summary>A random number, or an identifier made of one.</summary>
    Chance,

    /// <summary>The machine or its environment variables.</summary>
    Machine,

    /// <summary>Files and the network.</summary>
    Elsewhere,

    /// <summary>The terminal, to which the run writes.</summary>
    Console,
}
