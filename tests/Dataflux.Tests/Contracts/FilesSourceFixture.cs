using System.Text.Json.Nodes;
using Dataflux.Contracts;
using Dataflux.Dialects.Files;
using Dataflux.Engine.Settings;
using Dataflux.Tests.Dialects.DynamoDbExport;

namespace Dataflux.Tests.Contracts;

/// <summary>Files in a folder, the first of them gzip.</summary>
/// <param name="format">How they are written.</param>
internal sealed class FilesSourceFixture(string format) : SourceFixture
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataflux-files-").FullName;

    public override SourceDialect Dialect => FilesReading.Dialect;

    public override DialectSettings Settings
    {
        get
        {
            var values = new Dictionary<string, object> { ["path"] = _folder, ["format"] = format };
            if (format == "csv")
                values["numbers"] = "part,number";

            return new(values, stateFolder: Path.Combine(_folder, ".dataflux"));
        }
    }

    private string First => Path.Combine(_folder, $"part-0.{format}.gz");

    public override async Task MakeAsync(IReadOnlyList<IReadOnlyList<string>> parts, CancellationToken cancellation)
    {
        await File.WriteAllBytesAsync(First, ExportBuilder.Gzip(Text(parts[0])), cancellation);
        for (var i = 1; i < parts.Count; i++)
            await File.WriteAllTextAsync(Path.Combine(_folder, $"part-{i}.{format}"), Text(parts[i]), cancellation);
    }

    public override Func<CancellationToken, Task> TruncateAsync => async cancellation =>
    {
        var bytes = await File.ReadAllBytesAsync(First, cancellation);
        await File.WriteAllBytesAsync(First, bytes[..(bytes.Length / 2)], cancellation);
    };

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private string Text(IReadOnlyList<string> lines)
    {
        var items = lines.Select(static line => JsonNode.Parse(line)!["Item"]!);
        var texts = format == "csv"
            ? items.Select(static item => $"{item["part"]!["N"]},{item["number"]!["N"]},\"{item["noise"]!["S"]}\"").Prepend("part,number,noise")
            : items.Select(static item =>
                $$"""{"part":{{item["part"]!["N"]}},"number":{{item["number"]!["N"]}},"noise":"{{item["noise"]!["S"]}}"}""");
        return string.Concat(texts.Select(static text => text + "\r\n"));
    }
}
