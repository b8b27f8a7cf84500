using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Dataflux.Dialects.DynamoDb.Importing;
using Dataflux.Dialects.DynamoDb.Options;
using Dataflux.Dialects.Staging;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Targets;

namespace Dataflux.Tests.Dialects.DynamoDb;

/// <summary>Files for an import, against a dictionary that the same changes were made to.</summary>
public sealed class ItemFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataflux-items-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Each_key_is_in_one_file_once_as_its_last_change_left_it_and_a_deleted_one_is_in_none(int seed)
    {
        var (staging, expected) = await ChangeAsync("first", seed);

        var files = Make(staging, new(FileBytes: 4096, FilesAtOnce: 3));

        Assert.True(files.Count > 6);
        Assert.Equal(
            expected.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => (one.Key, one.Value)),
            files.SelectMany(static file => ItemsOf(file.Bytes)).OrderBy(static item => item.Key, StringComparer.Ordinal));
        Assert.All(files, static file => Assert.Equal(file.File.Items, ItemsOf(file.Bytes).Count()));
    }

    [Fact]
    public async Task The_same_changes_make_the_same_bytes_however_they_were_divided_into_transactions()
    {
        var first = Make((await ChangeAsync("first", seed: 9, batch: 10)).Staging, new(4096, 2));
        var second = Make((await ChangeAsync("second", seed: 9, batch: 70)).Staging, new(4096, 5));

        Assert.Equal(first.Select(static file => file.File), second.Select(static file => file.File));
        Assert.Equal(first.SelectMany(static file => file.Bytes), second.SelectMany(static file => file.Bytes));
    }

    [Fact]
    public async Task What_DynamoDB_takes_in_no_item_is_refused_alone()
    {
        var session = Session("refused", out var staging);
        var refused = await Assert.ThrowsAsync<RefusedRecordsException>(() => session.WriteAsync(
            static target => target.Upsert<object>(
            [
                new Product("good", 1), new Product("", 1), new Product(new string('k', 2049), 1),
                new Product("big", 1, new string('x', 400 * 1024)), new Product("far", 1e200), new Product("half", 1, "a\ud800"),
            ]),
            TestContext.Current.CancellationToken));

        Assert.Equal(5, refused.Records.Count);
        Assert.Contains("1 to 2048", refused.Failures![0].Message, StringComparison.Ordinal);
        Assert.Contains("DynamoDB takes at most 409600", refused.Failures[2].Message, StringComparison.Ordinal);
        Assert.Contains("no number that DynamoDB has", refused.Failures[3].Message, StringComparison.Ordinal);
        Assert.Contains("half of a surrogate pair", refused.Failures[4].Message, StringComparison.Ordinal);
        Assert.Empty(staging.Segments());
    }

    private static IEnumerable<(string Key, string Value)> ItemsOf(byte[] file)
    {
        using var text = new StreamReader(new GZipStream(new MemoryStream(file), CompressionMode.Decompress), Encoding.UTF8);
        while (text.ReadLine() is { } line)
        {
            var item = JsonDocument.Parse(line).RootElement.GetProperty("Item");
            yield return (item.GetProperty("sku").GetProperty("S").GetString()!, item.GetProperty("price").GetProperty("N").GetString()!);
        }
    }

    private static List<(MadeFile File, byte[] Bytes)> Make(StagingFolder staging, ImportLimits limits)
    {
        using var making = new MakingFolder(Path.Combine(staging.Path, "making"));
        var files = new List<(MadeFile, byte[])>();
        foreach (var (file, path) in new ItemFiles("products", staging.Segments(), making.Path, limits).Make())
            files.Add((file, File.ReadAllBytes(path)));

        Assert.Empty(Directory.GetFiles(making.Path));
        return files;
    }

    private async Task<(StagingFolder Staging, Dictionary<string, string> Expected)> ChangeAsync(string name, int seed, int batch = 25)
    {
        var (random, expected) = (new Random(seed), new Dictionary<string, string>(StringComparer.Ordinal));
        var session = Session(name, out var staging);
        var changes = Enumerable.Range(0, 2000)
            .Select(n => (Key: $"product {random.Next(700)} ü", n, IsDelete: random.Next(4) == 0)).ToList();
        foreach (var part in changes.Chunk(batch))
        {
            await session.WriteAsync(
                async target =>
                {
                    foreach (var (key, n, isDelete) in part)
                        await (isDelete ? target.Delete([new ProductKey(key)]) : target.Upsert([new Product(key, n)]));
                },
                TestContext.Current.CancellationToken);
        }

        foreach (var (key, n, isDelete) in changes)
        {
            if (isDelete)
                expected.Remove(key);
            else
                expected[key] = $"{n}";
        }

        return (staging, expected);
    }

    private ImportSession Session(string name, out StagingFolder staging)
    {
        staging = new(Path.Combine(_folder, name));
        var settings = new DialectSettings(
            new Dictionary<string, object> { ["mode"] = "import", ["path"] = "s3://bucket/prefix", ["region"] = "eu-central-1" }, _folder);
        return new ImportSession(new NewTables(DynamoDbOptions.From(settings)), staging);
    }

    [Table("products")]
    private sealed record Product([property: Key] string Sku, double Price, string? Text = null);

    [Table("products")]
    private sealed record ProductKey([property: Key] string Sku);
}
