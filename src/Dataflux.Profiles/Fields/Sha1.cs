using System.Buffers.Binary;
using System.Numerics;

namespace Dataflux.Profiles.Fields;

/// <summary>
/// SHA-1 (FIPS 180-4, 6.1), for UUIDs of version 5 only. The framework's goes through the operating system's cryptography, whose
/// set-up costs several times the hashing of a name.
/// </summary>
internal static class Sha1
{
    internal const int Length = 20;
    private const int BlockLength = 64;
    private const int LengthBytes = 8;

    internal static void Hash(ReadOnlySpan<byte> message, Span<byte> hash)
    {
        Span<uint> state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0];
        var whole = message.Length / BlockLength * BlockLength;
        for (var at = 0; at < whole; at += BlockLength)
            AddBlock(message.Slice(at, BlockLength), state);

        Span<byte> padded = stackalloc byte[2 * BlockLength];
        padded.Clear();
        var rest = message[whole..];
        rest.CopyTo(padded);
        padded[rest.Length] = 0x80;
        var end = rest.Length + 1 + LengthBytes <= BlockLength ? BlockLength : 2 * BlockLength;
        BinaryPrimitives.WriteUInt64BigEndian(padded[(end - LengthBytes)..end], (ulong)message.Length * 8);
        for (var at = 0; at < end; at += BlockLength)
            AddBlock(padded.Slice(at, BlockLength), state);

        for (var i = 0; i < state.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(hash[(i * sizeof(uint))..], state[i]);
    }

    private static void AddBlock(ReadOnlySpan<byte> block, Span<uint> state)
    {
        Span<uint> words = stackalloc uint[80];
        for (var t = 0; t < 16; t++)
            words[t] = BinaryPrimitives.ReadUInt32BigEndian(block[(t * sizeof(uint))..]);
        for (var t = 16; t < words.Length; t++)
            words[t] = BitOperations.RotateLeft(words[t - 3] ^ words[t - 8] ^ words[t - 14] ^ words[t - 16], 1);

        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4]);
        for (var t = 0; t < words.Length; t++)
        {
            var mixed = t switch
            {
                < 20 => ((b & c) | (~b & d)) + 0x5A827999,
                < 40 => (b ^ c ^ d) + 0x6ED9EBA1,
                < 60 => ((b & c) | (b & d) | (c & d)) + 0x8F1BBCDC,
                _ => (b ^ c ^ d) + 0xCA62C1D6,
            };
            (a, b, c, d, e) = (BitOperations.RotateLeft(a, 5) + mixed + e + words[t], a, BitOperations.RotateLeft(b, 30), c, d);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
    }
}
