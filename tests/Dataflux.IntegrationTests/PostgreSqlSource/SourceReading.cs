using System.Text;
using Dataflux.Dialects.PostgreSql.Reading;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Sources;
using Dataflux.Profiles;

namespace Dataflux.IntegrationTests.PostgreSqlSource;

/// <summary>Reads tables as a run does.</summary>
internal static class SourceReading
{
    internal static Dataflux.Dialects.PostgreSql.Reading.PostgreSqlSource Of(
        string connection, long pagesPerPart = PartPlanner.DefaultPages, string? state = null, params (string Name, object Value)[] options)
    {
        var values = options.ToDictionary(static option => option.Name, static option => option.Value);
        values["connection"] = connection;
        var settings = new DialectSettings(values, state ?? Path.GetTempPath()) { KeepsState = state is not null };
        return new(SourceOptions.From(settings)) { PagesPerPart = pagesPerPart };
    }

    /// <summary>The lines of a part.</summary>
    internal static async Task<List<string>> LinesAsync(this ISource source, SourcePart part)
    {
        var lines = new List<string>();
        await foreach (var block in source.ReadAsync(part, TestContext.Current.CancellationToken))
        {
            for (var i = 0; i < block.Count; i++)
                lines.Add(block.Error(i) is { } error ? $"refused: {error}" : Line(block, i));
        }

        return lines;
    }

    private static string Line(ItemBlock block, int index)
    {
        var line = Encoding.UTF8.GetString(block.Line(index).Span);
        return line["{\"Item\":".Length..^1];
    }
}
