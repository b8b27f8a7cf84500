using System.Collections.Immutable;
using Dataflux.Engine.Targets;

namespace Dataflux.Tests.Engine;

/// <summary>What a server says of itself and of the one table of <see cref="EngineRun"/>.</summary>
internal static class MemoryHistory
{
    /// <param name="table">Which table it is: another text is another one.</param>
    internal static TargetHistory New(string table = "it") => new()
    {
        System = "s",
        Database = "1",
        Timeline = "1",
        Start = "first",
        Tables = ImmutableSortedDictionary<string, string>.Empty.Add("thing", table),
    };
}
