namespace Dataflux.Scripting.Contract;

/// <summary>Which options of its definition a script reads.</summary>
/// <param name="Named">Those that it names, a use for each place; their paths are names as in <see cref="Sources.ScriptPaths"/>.</param>
/// <param name="MayReadOthers">
/// Whether it may read others too: a name is worked out, or an assembly of somebody else is given the context.
/// </param>
internal sealed record OptionReads(IReadOnlyList<OptionUse> Named, bool MayReadOthers);
