using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using Dataflux.Scripting;
using Dataflux.Scripting.Caching;
using Dataflux.Scripting.Sources;

namespace Dataflux.Tests.Scripting;

/// <summary>A debugger finds a script by the path and the checksum that the compiled assembly carries, whoever compiled it.</summary>
public sealed class DebugInformationTests : IDisposable
{
    private static readonly Guid Sha256 = new("8829d00f-11b8-4213-878b-770e8597ac16");

    private readonly ScriptFolder _scripts = new ScriptFolder()
        .With("shared/ids.csx", "static class Ids { public const int First = 7; }")
        .With(
            "pictures.csx",
            "#load \"shared/ids.csx\"\n" + ScriptFolder.Rows
            + "Row? parseItem(Item item) => new(Ids.First);\nPicture? transform(Row row) => new(row.Id);\n");

    public void Dispose() => _scripts.Dispose();

    [Fact]
    public void A_cached_script_names_its_files_where_they_are_with_their_checksums()
    {
        var options = new ProfileLoadOptions { CacheFolder = _scripts.CacheFolder };
        Assert.Empty(ProfileLoader.Compile(_scripts.PathOf("pictures.csx"), options).Problems);

        var documents = CachedDocuments(Directory.GetFiles(_scripts.CacheFolder, "*.profile").Single());

        var main = documents[_scripts.PathOf("pictures.csx")];
        Assert.Equal(Checksum(main.Algorithm, "pictures.csx"), main.Hash);
        Assert.Contains(main.Lines, line => line == 4);
    }

    [Fact]
    public void A_project_that_was_copied_gets_an_assembly_of_its_own()
    {
        using var copy = new ScriptFolder().With("pictures.csx", File.ReadAllText(_scripts.PathOf("pictures.csx")))
            .With("shared/ids.csx", File.ReadAllText(_scripts.PathOf("shared/ids.csx")));
        var options = new ProfileLoadOptions { CacheFolder = _scripts.CacheFolder };

        ProfileLoader.Compile(_scripts.PathOf("pictures.csx"), options);
        ProfileLoader.Compile(copy.PathOf("pictures.csx"), options);

        var mains = Directory.GetFiles(_scripts.CacheFolder, "*.profile").SelectMany(entry => CachedDocuments(entry).Keys)
            .Where(path => path.EndsWith("pictures.csx", StringComparison.Ordinal));
        Assert.Equal(new[] { _scripts.PathOf("pictures.csx"), copy.PathOf("pictures.csx") }.Order(), mains.Order());
    }

    private static Dictionary<string, (Guid Algorithm, byte[] Hash, List<int> Lines)> CachedDocuments(string entry)
    {
        var script = CacheEntry.Read(
            File.ReadAllBytes(entry), new ScriptInputs(new ScriptFile("", []), [], []), Path.GetFileNameWithoutExtension(entry));
        using var assembly = new PEReader(new MemoryStream(script!.Assembly));
        using var provider = assembly.ReadEmbeddedPortablePdbDebugDirectoryData(
            assembly.ReadDebugDirectory().Single(directory => directory.Type == DebugDirectoryEntryType.EmbeddedPortablePdb));
        var pdb = provider.GetMetadataReader();
        return pdb.Documents.ToDictionary(
            handle => pdb.GetString(pdb.GetDocument(handle).Name),
            handle => (pdb.GetGuid(
                pdb.GetDocument(handle).HashAlgorithm), pdb.GetBlobBytes(pdb.GetDocument(handle).Hash), LinesOf(pdb, handle)));
    }

    private static List<int> LinesOf(MetadataReader pdb, DocumentHandle document) =>
    [
        .. pdb.MethodDebugInformation.Select(pdb.GetMethodDebugInformation)
            .Where(method => !method.SequencePointsBlob.IsNil)
            .SelectMany(method => method.GetSequencePoints())
            .Where(point => point.Document == document && !point.IsHidden)
            .Select(point => point.StartLine),
    ];

#pragma warning disable CA5350 // what the compiler writes
    private byte[] Checksum(Guid algorithm, string name) =>
        algorithm == Sha256
            ? SHA256.HashData(File.ReadAllBytes(_scripts.PathOf(name)))
            : SHA1.HashData(File.ReadAllBytes(_scripts.PathOf(name)));
}
