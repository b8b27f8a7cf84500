using Dataflux.Scripting.Sources;

namespace Dataflux.Cli.Composing;

/// <summary>What <see cref="CompilerProcess"/> is asked.</summary>
/// <param name="ScriptPath">The script, as the parent reaches it; both run in the same folder.</param>
/// <param name="Options">How to compile it, with a cache folder.</param>
internal sealed record CompileRequest(string ScriptPath, ProfileLoadOptions Options);
