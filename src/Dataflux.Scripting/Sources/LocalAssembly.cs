using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Dataflux.Scripting.Sources;

/// <summary>What can be said of a <c>#r</c>'d file without loading it.</summary>
internal static class LocalAssembly
{
    /// <summary>The assembly's simple name; <see langword="null"/> when the file is no .NET assembly.</summary>
    internal static string? NameOf(ScriptFile file)
    {
        try
        {
            using var image = new PEReader(new MemoryStream(file.Content, writable: false));
            if (!image.HasMetadata)
                return null;
            var metadata = image.GetMetadataReader();
            return metadata.IsAssembly ? metadata.GetString(metadata.GetAssemblyDefinition().Name) : null;
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }
}
