using System.Security.Cryptography;
using System.Text;
using Dataflux.Tests.Dialects.DynamoDbExport;

namespace Dataflux.IntegrationTests.Reliability;

/// <summary>
/// An export of 100 files with 1,000 items each, 2,000 of which are bad in thirteen ways, and what must become of them. It is made here,
/// item by item, and so is the expectation: nothing of dataflux takes part.
/// </summary>
internal sealed class BadExport : IDisposable
{
    internal const int Files = 100;
    internal const int ItemsPerFile = 1_000;

    /// <summary>Each way of being bad: how many items, and the stage and code they must be rejected with.</summary>
    internal static readonly IReadOnlyDictionary<string, (int Items, string Stage, string Code)> Kinds =
        new Dictionary<string, (int, string, string)>
        {
            ["malformed"] = (360, "read", ""),
            ["type"] = (360, "parseItem", "AttributeException"),
            ["parseItem"] = (250, "parseItem", "FormatException"),
            ["filter"] = (250, "filter", "InvalidOperationException"),
            ["groupKey"] = (250, "groupKey", "ArithmeticException"),
            ["transform"] = (250, "transform", "NotSupportedException"),
            ["upsert"] = (40, "upsert", "TimeZoneNotFoundException"),
            ["nul"] = (40, "upsert", "22021"),
            ["overflow"] = (40, "upsert", "22003"),
            ["unique"] = (40, "upsert", "23505"),
            ["foreign"] = (40, "upsert", "23503"),
            ["check"] = (40, "upsert", "23514"),
            ["key"] = (40, "upsert", "54000"),
        };

    private readonly ExportBuilder _export = new();
    private readonly SortedDictionary<string, (string Kind, string Row)> _rows = new(StringComparer.Ordinal);
    private readonly Random _random = new(20260114);

    internal BadExport()
    {
        var kinds = Kinds.SelectMany(kind => Enumerable.Repeat(kind.Key, kind.Value.Items))
            .Concat(Enumerable.Repeat("good", (Files * ItemsPerFile) - Bad)).ToArray();
        _random.Shuffle(kinds);
        for (var file = 0; file < Files; file++)
        {
            var first = file * ItemsPerFile;
            _export.Lines($"{file:D4}.json.gz", [.. Enumerable.Range(first, ItemsPerFile).Select(item => Line(item, kinds[item]))]);
        }

        _export.Write();
    }

    internal static int Bad { get; } = Kinds.Values.Sum(kind => kind.Items);

    internal string Folder => _export.Folder;

    /// <summary>
    /// What a query over the whole table must give when only good items are written, and when all but the malformed ones are.
    /// </summary>
    internal string Table(bool afterReplay) => Digest(_rows.Values.Where(row => afterReplay || row.Kind == "good").Select(row => row.Row));

    public void Dispose() => _export.Dispose();

    private string Line(int item, string kind)
    {
        var id = kind == "key" ? $"{item:D6}{Convert.ToBase64String(Bytes(6_000))}" : $"{item:D6}";
        var code = kind == "unique" ? "taken" : $"c{item}";
        var amount = kind == "check" ? -5 : item % 977;
        var owner = kind == "foreign" ? 2 : 1;
        var level = kind == "overflow" ? 40_000 : item % 30_000;
        if (kind != "malformed")
            _rows.Add(id[..6], (kind, $"{id[..6]}|{code}|{(kind == "type" ? 0 : amount)}|{owner}|{level}|note {item}"));

        var line = $$$$"""
            {"Item":{"id":{"S":"{{{{id}}}}"},"code":{"S":"{{{{code}}}}"},"amount":{"{{{{(kind == "type" ? "S" : "N")}}}}":"{{{{amount}}}}"},"owner":{"N":"{{{{owner}}}}"},"level":{"N":"{{{{level}}}}"},"note":{"S":"note {{{{(kind == "nul" ? "\\u0000" : "")}}}}{{{{item}}}}"},"bad":{"S":"{{{{kind}}}}"}}}
            """;
        return kind == "malformed" ? line[..(line.Length / 2)] : line;
    }

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private static string Digest(IEnumerable<string> rows)
    {
        var all = rows.ToList();
        return $"{all.Count} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', all))))}";
    }
}
