using System.Reflection;

namespace Dataflux.Composing.Terminal;

/// <summary>The version of this dataflux.</summary>
internal static class ToolVersion
{
    /// <summary>The version, with the commit it was built from.</summary>
    internal static string Text { get; } =
        typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
