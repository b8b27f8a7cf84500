namespace Dataflux.Scripting;

/// <summary>The namespaces that every script sees without <c>using</c>.</summary>
public static class ScriptImports
{
    /// <summary>The namespaces, as scripts are compiled with.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "System", "System.Collections.Generic", "System.ComponentModel.DataAnnotations", "System.ComponentModel.DataAnnotations.Schema",
        "System.Globalization", "System.Linq", "System.Text", "System.Text.Json", "System.Text.Json.Nodes", "System.Threading.Tasks",
        "Dataflux.Profiles",
    ];
}
