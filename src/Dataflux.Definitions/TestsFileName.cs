namespace Dataflux.Definitions;

/// <summary>The name of a profile's tests: <c>pictures.tests.yaml</c> beside <c>pictures.csx</c>. It is YAML, but no definition.</summary>
internal static class TestsFileName
{
    private const string Ending = ".tests.yaml";

    /// <summary>The tests file of a profile.</summary>
    internal static string For(string profilePath) => Path.ChangeExtension(profilePath, Ending);

    /// <summary>Whether a path is that of a tests file.</summary>
    internal static bool Is(string path) => path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase);
}
