using System.Text;
using Dataflux.Dialects.DynamoDbExport.Local;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Sources;

namespace Dataflux.Tests.Dialects.DynamoDbExport;

/// <summary>Opens and reads exports through the dialect, as the engine does.</summary>
internal static class ReadingExport
{
    internal static ISource Source(string path) =>
        LocalDynamoDb.Dialect.Create(new DialectSettings(new Dictionary<string, object> { ["path"] = path }, stateFolder: path));

    internal static async Task<Export> Open(string path)
    {
        await using var source = Source(path);
        return await source.OpenAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The lines of all files in order, each with its file's short name and line number.</summary>
    internal static async Task<List<(string File, long Line, string Text)>> ReadAll(string path)
    {
        await using var source = Source(path);
        var export = await source.OpenAsync(TestContext.Current.CancellationToken);
        var lines = new List<(string, long, string)>();
        foreach (var part in export.Parts)
        {
            await foreach (var block in source.ReadAsync(part, TestContext.Current.CancellationToken))
            {
                for (var i = 0; i < block.Count; i++)
                    lines.Add((part.ShortName, block.LineNumber(i), Encoding.UTF8.GetString(block.Line(i).Span)));
            }
        }

        return lines;
    }
}
