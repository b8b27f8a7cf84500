using Dataflux.Engine.Ground;

namespace Dataflux.Scripting;

/// <summary>What the compiler says of a script; see <see cref="ProfileLoader.Compile"/>.</summary>
/// <param name="Problems">Everything that is wrong; empty when the script was compiled and put into the cache.</param>
/// <param name="Warnings">What the compiler warns of.</param>
public sealed record CompileReport(IReadOnlyList<Problem> Problems, IReadOnlyList<Problem> Warnings);
