[assembly: AssemblyFixture(typeof(Dataflux.IntegrationTests.CompiledScripts))]

namespace Dataflux.IntegrationTests;

/// <summary>
/// One cache of compiled scripts for all projects of the tests: compiling takes seconds of each processor, and what is found there is used
/// for exactly the bytes that it was made from.
/// </summary>
public sealed class CompiledScripts : IDisposable
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("dataflux-scripts-").FullName;

    /// <summary>Has a project use it.</summary>
    /// <param name="project">The project's folder, in which nothing has run.</param>
    internal static void ShareWith(string project) =>
        Directory.CreateSymbolicLink(Path.Combine(Directory.CreateDirectory(Path.Combine(project, ".dataflux")).FullName, "cache"), Folder);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
