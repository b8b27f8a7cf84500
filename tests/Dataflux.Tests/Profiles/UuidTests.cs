using System.Security.Cryptography;
using System.Text;
using Dataflux.Profiles;

namespace Dataflux.Tests.Profiles;

public sealed class UuidTests
{
    [Theory]
    [InlineData("www.example.com", "2ed6657d-e927-568b-95e1-2665a8aea6a2")] // RFC 9562, A.4
    [InlineData("python.org", "886313e1-3b8a-5372-9b90-0c9aee199e5d")] // Python, documentation of uuid
    public void Published_names_have_their_published_uuids(string name, string uuid) =>
        Assert.Equal(Guid.Parse(uuid), Uuid.Version5(Uuid.Dns, name));

    [Fact]
    public void Names_of_any_length_are_hashed_as_the_framework_hashes_them()
    {
        for (var length = 0; length < 300; length++)
        {
            var name = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i % 26)))) + "é😀";
            byte[] bytes = [.. Uuid.Url.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)];
#pragma warning disable CA5350 // RFC 9562 defines version 5 by SHA-1
            var hash = SHA1.HashData(bytes);
#pragma warning restore CA5350

            var uuid = Uuid.Version5(Uuid.Url, name).ToByteArray(bigEndian: true);

            Assert.Equal(5, uuid[6] >> 4);
            Assert.Equal(2, uuid[8] >> 6);
            hash[6] = uuid[6] = 0;
            hash[8] = uuid[8] = 0;
            Assert.Equal(hash[..16], uuid);
        }
    }
}
