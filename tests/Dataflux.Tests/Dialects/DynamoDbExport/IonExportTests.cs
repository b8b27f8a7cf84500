using Dataflux.Dialects.DynamoDbExport.Local;
using Dataflux.Tests.Profiles;

namespace Dataflux.Tests.Dialects.DynamoDbExport;

/// <summary>
/// A whole export in Ion, in the very form of real ones: a version marker before every item, a space before all but some of the
/// lines, empty files. Its items are written down beside it in DynamoDB JSON.
/// </summary>
public sealed class IonExportTests
{
    private static readonly string[] Ion = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "TestData", "publications.ion"));
    private static readonly string[] Json = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "TestData", "publications.ddb.jsonl"));

    [Fact]
    public async Task An_export_in_Ion_has_the_items_of_its_DynamoDB_JSON()
    {
        using var export = new ExportBuilder { Format = "ION" }
            .Lines("b.ion.gz", Ion)
            .File("a.ion.gz", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0], 0)
            .Write();
        await using var source = new LocalExportSource(export.Root);
        var opened = await source.OpenAsync(TestContext.Current.CancellationToken);
        var items = new List<string>();
        foreach (var part in opened.Parts)
        {
            await foreach (var block in source.ReadAsync(part, TestContext.Current.CancellationToken))
                items.AddRange(Enumerable.Range(0, block.Count).Select(i => ItemDump.Write(block.Item(i))));
        }

        Assert.Equal(Json.Select(line => ItemDump.Write(TestData.Block(line).Item(0))), items);
    }
}
