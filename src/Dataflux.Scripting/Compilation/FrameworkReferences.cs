using System.Reflection.Metadata;
using Dataflux.Profiles;
using Microsoft.CodeAnalysis;

namespace Dataflux.Scripting.Compilation;

/// <summary>
/// What every script is compiled against: the runtime's own framework and <c>Dataflux.Profiles</c>, nothing else of the host.
/// </summary>
internal static class FrameworkReferences
{
    private static readonly string Folder = System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory();
    private static readonly Lazy<IReadOnlyDictionary<string, PortableExecutableReference>> Framework = new(ReadFramework);

    // One object for the whole process: the compiler keeps what it knows of a set of references only while it is given the same ones.
    private static readonly Lazy<PortableExecutableReference> Contract = new(Profiles);

    internal static IEnumerable<MetadataReference> All => Framework.Value.Values.Append(Contract.Value);

    /// <summary>Whether a <c>#r</c> names a framework assembly, with or without <c>.dll</c>, and no path.</summary>
    internal static bool IsFrameworkName(string reference) =>
        !reference.AsSpan().ContainsAny('/', '\\') && Framework.Value.ContainsKey(SimpleName(reference));

    internal static PortableExecutableReference ByName(string reference) => Framework.Value[SimpleName(reference)];

    private static string SimpleName(string reference) =>
        reference.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? reference[..^4] : reference;

    private static Dictionary<string, PortableExecutableReference> ReadFramework()
    {
        var references = new Dictionary<string, PortableExecutableReference>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in Directory.EnumerateFiles(Folder, "*.dll"))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (IsManaged(name))
                references.Add(name, AssemblyMetadata.CreateFromFile(path).GetReference(filePath: path));
        }

        return references;
    }

    // The runtime's folder also holds native libraries, which on Windows end in .dll too.
    private static bool IsManaged(string name) =>
        name is "mscorlib" or "netstandard" or "WindowsBase" || name.StartsWith("System", StringComparison.Ordinal)
            ? !name.Contains(".Native", StringComparison.Ordinal)
            : name.StartsWith("Microsoft.", StringComparison.Ordinal)
                && !name.StartsWith("Microsoft.DiaSymReader", StringComparison.Ordinal);

    // From memory: the assembly is loaded anyway, and in a single-file executable it is nowhere on disk.
    private static unsafe PortableExecutableReference Profiles()
    {
        var assembly = typeof(Item).Assembly;
        if (!assembly.TryGetRawMetadata(out var blob, out var length))
            throw new InvalidOperationException($"the metadata of {assembly.GetName().Name} cannot be read");
        return AssemblyMetadata.Create(ModuleMetadata.CreateFromMetadata((IntPtr)blob, length)).GetReference();
    }
}
