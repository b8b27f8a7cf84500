using System.Text;
using Dataflux.Profiles.Fields;

namespace Dataflux.Profiles;

/// <summary>UUIDs that are made of a name, so that the same item gets the same UUID in every run.</summary>
public static class Uuid
{
    private const int GuidLength = 16;
    private const int ShortName = 256;

    /// <summary>The namespace for names that are domain names (RFC 9562, 6.6).</summary>
    public static Guid Dns { get; } = new("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

    /// <summary>The namespace for names that are URLs (RFC 9562, 6.6).</summary>
    public static Guid Url { get; } = new("6ba7b811-9dad-11d1-80b4-00c04fd430c8");

    /// <summary>The UUID of a name within a namespace, version 5 (RFC 9562, 5.5).</summary>
    /// <param name="space">The namespace: <see cref="Dns"/>, <see cref="Url"/> or one of your own.</param>
    /// <param name="name">The name; its UTF-8 bytes count.</param>
    /// <returns>The UUID.</returns>
    public static Guid Version5(Guid space, ReadOnlySpan<char> name)
    {
        var longest = GuidLength + Encoding.UTF8.GetMaxByteCount(name.Length);
        var bytes = longest <= ShortName ? stackalloc byte[ShortName] : new byte[longest];
        space.TryWriteBytes(bytes, bigEndian: true, out _);
        var length = GuidLength + Encoding.UTF8.GetBytes(name, bytes[GuidLength..]);
        Span<byte> hash = stackalloc byte[Sha1.Length];
        Sha1.Hash(bytes[..length], hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..GuidLength], bigEndian: true);
    }
}
