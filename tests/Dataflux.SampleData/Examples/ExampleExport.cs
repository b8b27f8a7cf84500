using System.Text;

namespace Dataflux.SampleData.Examples;

/// <summary>Writes the export of one of the examples: its items in no order, spread over files, as DynamoDB does.</summary>
internal sealed class ExampleExport(SampleOptions options)
{
    /// <summary>The examples by name, each with the lines of its items.</summary>
    internal static IReadOnlyDictionary<string, Func<Randomness, IEnumerable<string>>> All { get; } =
        new Dictionary<string, Func<Randomness, IEnumerable<string>>>
        {
            ["single-table"] = SingleTable.Items,
            ["event-sequences"] = EventSequences.Items,
            ["device-events"] = DeviceEvents.Items,
            ["documents"] = Documents.Items,
            ["telemetry"] = Telemetry.Items,
        };

    internal void Write()
    {
        var items = All[options.Example!](new Randomness(options.Seed, Randomness.Topic.Example, 0)).ToArray();
        new Randomness(options.Seed, Randomness.Topic.File, 0).Shuffle(items.AsSpan());
        var writer = new ExportWriter(options);
        var line = new ItemLine();
        for (var file = 0; file < options.Files; file++)
        {
            var first = items.Length * file / options.Files;
            // Spaces between braces are there for C#, not for DynamoDB.
            writer.WriteFile(file, (items.Length * (file + 1) / options.Files) - first, (_, number) =>
            {
                line.Whole(Encoding.UTF8.GetBytes(items[first + number].Replace(" }", "}", StringComparison.Ordinal)));
                return line;
            });
        }

        writer.WriteFile(options.Files, 0, (_, _) => line);
        writer.WriteManifests();
    }
}
