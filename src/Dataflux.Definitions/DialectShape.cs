using Dataflux.Engine.Settings;

namespace Dataflux.Definitions;

/// <summary>What reading a definition needs to know of a source or target dialect.</summary>
/// <param name="Type">The value of <c>type</c>.</param>
/// <param name="Options">The keys it takes.</param>
internal sealed record DialectShape(string Type, IReadOnlyList<DialectOption> Options)
{
    internal IEnumerable<string> OptionNames => Options.Select(option => option.Name);
}
