using Dataflux.Composing;
using Dataflux.Dialects;

namespace Dataflux.Cli.Composing;

/// <summary>What the program runs with.</summary>
internal static class Shipped
{
    /// <summary>The dialects that are shipped, and the compiler in a process of its own.</summary>
    internal static Composition Composition { get; } = new()
    {
        Dialects = ShippedDialects.Registry,
        LoadProfile = ScriptHost.Load,
        LoadProfileHere = ScriptHost.LoadHere,
    };
}
