using Dataflux.Dialects.PostgreSql;
using Dataflux.Engine.Settings;

namespace Dataflux.IntegrationTests.PostgreSqlSource;

/// <summary>Reads a table that is followed as the runs of a migration do.</summary>
internal sealed class FollowedLines : IDisposable
{
    private readonly string _state = Directory.CreateTempSubdirectory("dataflux-follow-").FullName;
    private readonly DialectSettings _settings;
    private string? _position;

    internal FollowedLines(string connection, string table, string slot) => _settings = new(
        new Dictionary<string, object> { ["connection"] = connection, ["table"] = table, ["follow"] = true, ["slot"] = slot }, _state)
    {
        KeepsState = true,
        Migrates = true,
    };

    /// <summary>The file with what is known of the slot.</summary>
    internal string File => Path.Combine(_state, "stream", "slot.json");

    /// <summary>The rows of the load; the stream begins here.</summary>
    internal async Task<List<string>> LoadAsync()
    {
        await using var source = PostgreSqlReading.Dialect.Create(_settings);
        var export = await source.OpenAsync(TestContext.Current.CancellationToken);
        var lines = new List<string>();
        foreach (var part in export.Parts.Where(static part => !part.IsStream))
            lines.AddRange(await source.LinesAsync(part));

        return lines;
    }

    /// <summary>The changes since the last call, without the times of their commits.</summary>
    /// <param name="blocks">How many blocks of them, before the process ends.</param>
    internal async Task<List<string>> ChangesAsync(int blocks = int.MaxValue)
    {
        await using var source = PostgreSqlReading.Dialect.Create(_settings);
        var stream = (await source.OpenAsync(TestContext.Current.CancellationToken)).Parts[^1] with { Position = _position };
        var lines = new List<string>();
        await foreach (var block in source.ReadAsync(stream, TestContext.Current.CancellationToken))
        {
            for (var i = 0; i < block.Count; i++)
            {
                var line = System.Text.Encoding.UTF8.GetString(block.Line(i).Span);
                lines.Add(block.Error(i) is { } error ? $"refused: {error}" : line[line.IndexOf("\"Keys\"", StringComparison.Ordinal)..^1]);
            }

            _position = block.Position;
            if (--blocks == 0)
                return lines;
        }

        source.Saved(stream.Name, _position!);
        return lines;
    }

    public void Dispose() => Directory.Delete(_state, recursive: true);
}
