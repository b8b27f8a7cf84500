using System.Security.Cryptography;
using System.Text;

namespace Dataflux.Scripting.Sources;

/// <summary>Everything a profile is made from.</summary>
/// <param name="Main">The main script.</param>
/// <param name="Loaded">The scripts it <c>#load</c>s, directly or not, sorted by name.</param>
/// <param name="Assemblies">The local assemblies it references with <c>#r</c>, sorted by name.</param>
internal sealed record ScriptInputs(ScriptFile Main, IReadOnlyList<ScriptFile> Loaded, IReadOnlyList<ScriptFile> Assemblies)
{
    /// <summary>SHA-256 over all contents and the relative names of what is loaded; the same wherever the folder is.</summary>
    /// <param name="start">The file of SQL that is run first; not what is compiled, but part of the profile.</param>
    internal string Hash(ScriptFile? start = null)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(sha, Main.Content);
        foreach (var file in Loaded)
            Append(sha, file);
        Append(sha, "assemblies"u8);
        foreach (var file in Assemblies)
            Append(sha, file);
        if (start is not null)
        {
            Append(sha, "onStart"u8);
            Append(sha, start.Content);
        }

        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    private static void Append(IncrementalHash sha, ScriptFile file)
    {
        Append(sha, Encoding.UTF8.GetBytes(file.Name));
        Append(sha, file.Content);
    }

    // Each part is preceded by its length, so that no two different lists of parts give the same bytes.
    private static void Append(IncrementalHash sha, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(long)];
        BitConverter.TryWriteBytes(length, (long)part.Length);
        sha.AppendData(length);
        sha.AppendData(part);
    }
}
