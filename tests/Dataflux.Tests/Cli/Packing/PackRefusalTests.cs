using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Dataflux.Definitions.Packs;
using Dataflux.Engine.Ground;

namespace Dataflux.Tests.Cli.Packing;

/// <summary>Packs that must not be used: altered, dangerous, or made for another contract.</summary>
public sealed class PackRefusalTests
{
    private static readonly Dictionary<string, byte[]> Parts = new()
    {
        ["pets.yaml"] = "name: pets\nprofile: pets.csx\n"u8.ToArray(),
        ["pets.csx"] = "// a script\n"u8.ToArray(),
        ["sample/00001.jsonl"] = "{\"Item\":{\"id\":{\"S\":\"a\"}}}\n"u8.ToArray(),
    };

    private static readonly PackManifest Manifest = Described(new PackManifest
    {
        Format = 1,
        Name = "pets",
        Definition = "pets.yaml",
        Profile = "pets.csx",
        ProfileSha256 = new string('0', 64),
        Contract = "1.0",
        Dataflux = "1.0.0",
        Folder = "migrations",
        Sample = new PackSample("sample", 1, new DateTimeOffset(2024, 5, 14, 0, 0, 0, TimeSpan.Zero)),
        Parts = [],
    }, Parts);

    [Fact]
    public void A_pack_reads_as_it_was_written()
    {
        var content = PackReader.Read(PackFile.Write(Manifest, Parts), "pets.dfpack");

        Assert.Equal(Manifest with { Parts = content.Manifest.Parts }, content.Manifest);
        Assert.Equal(Manifest.Parts, content.Manifest.Parts);
        Assert.Equal(Parts, content.Parts);
    }

    [Fact]
    public void No_byte_can_change_without_notice()
    {
        var pack = PackFile.Write(Manifest, Parts);
        var refused = 0;
        for (var i = 0; i < pack.Length; i++)
        {
            var altered = pack.ToArray();
            altered[i] ^= 0x20;
            try
            {
                // A time or an attribute of the zip may change; nothing that is read from it.
                var content = PackReader.Read(altered, "pets.dfpack");
                Assert.Equal(Manifest.ToBytes(), content.Manifest.ToBytes());
                Assert.Equal(Parts, content.Parts);
            }
            catch (ProblemsException e)
            {
                refused++;
                Assert.Contains(Assert.Single(e.Problems).Code, new[] { ProblemCode.NotAPack, ProblemCode.Altered, ProblemCode.Unsafe });
            }
        }

        Assert.True(
            refused > Parts.Values.Sum(part => part.Length) + Manifest.ToBytes().Length,
            $"only {refused} of {pack.Length} changes were noticed");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(-1)]
    public void A_pack_that_was_cut_off_is_refused(int length)
    {
        var pack = PackFile.Write(Manifest, Parts);

        Assert.Equal(ProblemCode.NotAPack, Refusal(pack[..(length < 0 ? pack.Length + length : length)]).Code);
    }

    [Fact]
    public void A_part_that_is_missing_extra_or_there_twice_is_refused()
    {
        var missing = new Dictionary<string, byte[]>(Parts);
        missing.Remove("sample/00001.jsonl");
        Assert.Equal(
            "pets.dfpack: error DF0502: 'sample/00001.jsonl' is missing, which its manifest lists; get the pack again",
            $"{Refusal(Zip(Manifest, missing))}");
        Assert.Equal("pets.dfpack: error DF0502: 'PETS.CSX' is in it, which its manifest does not list; get the pack again",
            $"{Refusal(Zip(Manifest, new(Parts) { ["PETS.CSX"] = [1] }))}");
        Assert.Equal(
            "pets.dfpack: error DF0502: 'pets.csx' is in it twice; get the pack again",
            $"{Refusal(Zip(Manifest, Parts, ("pets.csx", [1])))}");
    }

    [Theory]
    [InlineData("../pets.csx")]
    [InlineData("/etc/pets.csx")]
    [InlineData("a/../../pets.csx")]
    [InlineData("a//pets.csx")]
    [InlineData(@"..\pets.csx")]
    [InlineData("C:/pets.csx")]
    [InlineData("a/")]
    [InlineData("nul\0")]
    public void A_name_that_leads_out_of_the_pack_is_refused(string name)
    {
        var parts = new Dictionary<string, byte[]>(Parts) { [name] = [1] };

        Assert.Equal(ProblemCode.Unsafe, Refusal(Zip(Described(Manifest, parts), parts)).Code);
        Assert.Equal(ProblemCode.Unsafe, Refusal(Zip(Manifest with { Folder = name }, Parts)).Code);
    }

    [Theory]
    [InlineData("1.4", "was made for contract 1.4 by dataflux 1.0.0; this dataflux has contract 1.3: use a newer one")]
    [InlineData("2.0", "was made for contract 2.0 by dataflux 1.0.0; this dataflux has contract 1.3: use a newer one")]
    [InlineData(
        "0.9",
        "was made for contract 0.9 by dataflux 1.0.0; this dataflux has contract 1.3, which changed what profiles may use: use a dataflux "
            + "with contract 0.x")]
    public void Another_contract_is_refused(string contract, string message)
    {
        var problem = Refusal(PackFile.Write(Manifest with { Contract = contract }, Parts));

        Assert.Equal(ProblemCode.OtherContract, problem.Code);
        Assert.StartsWith(message, problem.Message);
    }

    [Fact]
    public void Another_format_is_refused() =>
        Assert.Equal("pets.dfpack: error DF0501: is a pack of format 2; this dataflux reads format 1; use a dataflux that is newer",
            $"{Refusal(PackFile.Write(Manifest with { Format = 2 }, Parts))}");

    [Fact]
    public void A_zip_of_something_else_is_refused()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            Add(zip, "photo.jpg", [1, 2, 3]);

        Assert.Equal(
            "pets.dfpack: error DF0501: is no pack: it has no manifest.json of one; make one with: dataflux pack",
            $"{Refusal(bytes.ToArray())}");
    }

    [Fact]
    public void A_small_file_that_unpacks_to_more_than_a_pack_may_have_is_refused_without_unpacking_it()
    {
        var bomb = Zip(Manifest, new(Parts) { ["sample/00001.jsonl"] = new byte[257 << 20] });
        Assert.InRange(bomb.Length, 1, 1 << 20);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal("pets.dfpack: error DF0503: it is larger than 256 MB, which no pack is; do not use this file", $"{Refusal(bomb)}");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1L << 30);
    }

    [Fact]
    public void Entries_that_are_together_more_than_a_pack_may_have_are_refused()
    {
        var half = new byte[(PackReader.MaxBytes / 2) + 1];

        Assert.Equal("pets.dfpack: error DF0503: it is larger than 256 MB, which no pack is; do not use this file",
            $"{Refusal(Zip(Manifest, new(Parts) { ["sample/00001.jsonl"] = half, ["sample/00002.jsonl"] = half }))}");
    }

    private static PackManifest Described(PackManifest manifest, Dictionary<string, byte[]> parts) => manifest with
    {
        Parts = [.. parts.OrderBy(part => part.Key, StringComparer.Ordinal)
            .Select(part => new PackPart(part.Key, part.Value.Length, Convert.ToHexStringLower(SHA256.HashData(part.Value))))],
    };

    private static Problem Refusal(byte[] pack) =>
        Assert.Single(Assert.Throws<ProblemsException>(() => PackReader.Read(pack, "pets.dfpack")).Problems);

    /// <summary>A zip that any tool could have made, compressed.</summary>
    private static byte[] Zip(PackManifest manifest, Dictionary<string, byte[]> parts, params (string Name, byte[] Content)[] more)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "manifest.json", manifest.ToBytes());
            Add(
                zip,
                "manifest.sha256",
                Encoding.ASCII.GetBytes($"{Convert.ToHexStringLower(SHA256.HashData(manifest.ToBytes()))}  manifest.json\n"));
            foreach (var (name, content) in parts)
                Add(zip, name, content);
            foreach (var (name, content) in more)
                Add(zip, name, content);
        }

        return bytes.ToArray();
    }

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        using var stream = zip.CreateEntry(name, CompressionLevel.Optimal).Open();
        stream.Write(content);
    }
}
