using Dataflux.Engine.Ground;
using Dataflux.Scripting.Contract;
using Dataflux.Scripting.Sources;

namespace Dataflux.Scripting.Compilation;

/// <summary>A script that compiled and keeps the contract; what the cache holds.</summary>
/// <param name="Inputs">What it was made from.</param>
/// <param name="Assembly">The assembly, with its debug information inside.</param>
/// <param name="Shape">Which of its functions are the profile's, and their form.</param>
/// <param name="Warnings">What the compiler warned of; the paths are names as in <see cref="ScriptPaths"/>.</param>
internal sealed record CompiledScript(ScriptInputs Inputs, byte[] Assembly, ContractShape Shape, IReadOnlyList<Problem> Warnings);
