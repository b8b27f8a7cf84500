using System.Globalization;
using Dataflux.IntegrationTests.Executable;
using Dataflux.Tests.Dialects.DynamoDbExport;

namespace Dataflux.IntegrationTests.Reliability;

/// <content>The shop: customers, and purchases that refer to them.</content>
public sealed partial class ForeignKeyTests
{
    private static IEnumerable<string> Customers(Range range) =>
        Numbers(range).Select(n => $$$$"""{"Item":{"id":{"S":"C{{{{n}}}}"},"n":{"N":"{{{{n}}}}"}}}""");

    private static IEnumerable<string> Purchases(Range range, Func<int, int> customer) => Numbers(range).Select(n => Node(n, customer(n)));

    private static IEnumerable<int> Numbers(Range range) => Enumerable.Range(range.Start.Value, range.End.Value - range.Start.Value);

    private static string Node(int n, int? of) =>
        $$$"""{"Item":{"id":{"S":"P{{{n}}}"},"n":{"N":"{{{n}}}"}"""
        + (of is { } value ? string.Create(CultureInfo.InvariantCulture, $$$""","of":{"N":"{{{value}}}"}""") : "") + "}}";

    private async Task<Workspace> NewAsync(string profile, params string[][] files)
    {
        var workspace = await Workspace.CreateAsync(server);
        using var export = new ExportBuilder();
        for (var i = 0; i < files.Length; i++)
            export.Lines($"{i}.json.gz", files[i]);

        export.Write();
        var folder = Path.Combine(workspace.Folder, "export");
        export.CopyTo(folder);
        workspace.Write("shop.csx", profile);
        workspace.Write("shop.yaml", $"name: shop\nprofile: shop.csx\nsource:\n  type: local-dynamodb\n  path: {folder}\n");
        return workspace;
    }
}
