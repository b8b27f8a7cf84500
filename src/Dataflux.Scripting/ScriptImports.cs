using Dataflux.Scripting.Compilation;

namespace Dataflux.Scripting;

/// <summary>The namespaces that every script sees without <c>using</c>.</summary>
public static class ScriptImports
{
    /// <summary>The namespaces, as scripts are compiled with.</summary>
    public static IReadOnlyList<string> All => ScriptCompiler.Imports;
}
