using System.Security.Cryptography;

#pragma warning disable CA5351 // MD5 is what AWS writes into its manifests; it guards against damage here, not against forgery.

namespace Dataflux.Dialects.DynamoDbExport;

/// <summary>The checksum of manifests and data files: base64 of the MD5 of the bytes as they are stored.</summary>
internal static class ManifestChecksum
{
    private const int BufferSize = 128 * 1024;

    internal static string Of(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(MD5.HashData(bytes));

    internal static async Task<string> OfAsync(Stream bytes, CancellationToken cancellation)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var buffer = new byte[BufferSize];
        int read;
        while ((read = await bytes.ReadAsync(buffer, cancellation)) > 0)
            md5.AppendData(buffer, 0, read);

        return Convert.ToBase64String(md5.GetHashAndReset());
    }
}
