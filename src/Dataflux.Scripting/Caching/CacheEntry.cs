using System.Security.Cryptography;
using Dataflux.Engine.Ground;
using Dataflux.Scripting.Compilation;
using Dataflux.Scripting.Sources;

namespace Dataflux.Scripting.Caching;

/// <summary>
/// The bytes of a cached script: SHA-256 of the rest, what it was made of, the shape, the warnings, the assembly. An entry under
/// another entry's name is not read.
/// </summary>
internal static class CacheEntry
{
    internal static byte[] Write(CompiledScript script, string madeOf)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(new byte[SHA256.HashSizeInBytes]);
        writer.Write(madeOf);
        ShapeFormat.Write(writer, script.Shape);
        writer.Write(script.Warnings.Count);
        foreach (var warning in script.Warnings)
        {
            writer.Write(warning.Path);
            writer.Write(warning.Line);
            writer.Write(warning.Column);
            writer.Write(warning.Code);
            writer.Write(warning.Message);
        }

        writer.Write(script.Assembly.Length);
        writer.Write(script.Assembly);
        writer.Flush();
        var content = stream.ToArray();
        SHA256.HashData(content.AsSpan(SHA256.HashSizeInBytes), content);
        return content;
    }

    /// <summary>Reads an entry; <see langword="null"/> when it is damaged, or was made of something else.</summary>
    internal static CompiledScript? Read(byte[] content, ScriptInputs inputs, string madeOf)
    {
        if (content.Length < SHA256.HashSizeInBytes
            || !SHA256.HashData(content.AsSpan(SHA256.HashSizeInBytes)).AsSpan().SequenceEqual(content.AsSpan(0, SHA256.HashSizeInBytes)))
        {
            return null;
        }

        using var reader = new BinaryReader(new MemoryStream(content, writable: false));
        reader.BaseStream.Position = SHA256.HashSizeInBytes;
        if (reader.ReadString() != madeOf)
            return null;
        var shape = ShapeFormat.Read(reader);
        var warnings = new Problem[reader.ReadInt32()];
        for (var i = 0; i < warnings.Length; i++)
        {
            warnings[i] = new Problem(reader.ReadString(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadString(), reader.ReadString())
            {
                IsWarning = true,
            };
        }

        return new CompiledScript(inputs, reader.ReadBytes(reader.ReadInt32()), shape, warnings);
    }
}
