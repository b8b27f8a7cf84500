using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Dataflux.Benchmarks.Discarding;

namespace Dataflux.Benchmarks.EndToEnd;

/// <summary>Runs of the real executable over one export, into the database or into nothing.</summary>
/// <param name="database">The target.</param>
/// <param name="tool">The executable.</param>
/// <param name="work">Where the exports are kept.</param>
/// <param name="items">How many items the export has.</param>
internal sealed class Migrations(Database database, string tool, string work, int items)
{
    private const int ItemsPerFile = 125_000;

    // An export has a file for each partition, and a new table on demand has four: it serves 4,000 writes a second at once, a partition
    // 1,000 (DynamoDB Developer Guide, on-demand capacity mode; designing partition keys).
    private const int FewestFiles = 4;
    private readonly string _folder = Path.Combine(work, $"items-{items.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>The export's folder.</summary>
    internal string Export => Path.Combine(_folder, "export");

    private string Definition => Path.Combine(_folder, "bench.yaml");

    private string Discarding => Path.Combine(_folder, "discard.yaml");

    private string State => Path.Combine(_folder, "state");

    /// <summary>Makes the export, unless it was made before, and the definition.</summary>
    internal async Task PrepareAsync()
    {
        Directory.CreateDirectory(_folder);
        if (!Directory.Exists(Export))
        {
            var draft = Export + ".draft";
            var files = Math.Max(FewestFiles, items / ItemsPerFile);
            await Programs.RunAsync(
                _folder, Programs.Built("Dataflux.SampleData"), "--items", Text(items), "--files", Text(files), "--settled", "--out",
                draft);
            Directory.Move(draft, Export);
        }

        File.Copy(Path.Combine(AppContext.BaseDirectory, "pictures.csx"), Path.Combine(_folder, "pictures.csx"), overwrite: true);
        var connection = database.ConnectionString.Replace("'", "''", StringComparison.Ordinal);
        await WriteAsync(Definition, $"{{ type: postgresql, connection: '{connection}' }}");
        await WriteAsync(Discarding, "{ type: discard }");

        // The tool loads the target that discards as it loads anybody's: listed in the project, with its hash.
        var dialect = Path.GetFileName(typeof(DiscardDialect).Assembly.Location);
        File.Copy(typeof(DiscardDialect).Assembly.Location, Path.Combine(_folder, dialect), overwrite: true);
        var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(_folder, dialect))));
        await File.WriteAllTextAsync(Path.Combine(_folder, "dataflux.yaml"), $"dialects:\n  {dialect}: {hash}\n");
    }

    /// <summary>Migrates the whole export, whatever the table holds.</summary>
    internal Task<Measurement> RunAsync(ToolSetting setting, CancellationToken cancellation) =>
        RunAsync(Definition, setting, cancellation);

    /// <summary>Does all that comes before the target, which forgets what it is given.</summary>
    internal Task<Measurement> DiscardAsync(ToolSetting setting, CancellationToken cancellation) =>
        RunAsync(Discarding, setting, cancellation);

    private static Task WriteAsync(string definition, string target) => File.WriteAllTextAsync(definition, $$"""
        name: {{Path.GetFileNameWithoutExtension(definition)}}
        profile: pictures.csx
        source: { type: local-dynamodb, path: export }
        target: {{target}}
        options: { maxId: 20000000 }
        """);

    private async Task<Measurement> RunAsync(string definition, ToolSetting setting, CancellationToken cancellation)
    {
        var state = Path.Combine(State, Path.GetFileNameWithoutExtension(definition));
        if (Directory.Exists(state))
            Directory.Delete(state, recursive: true);

        var updated = await database.UpdatedAsync(cancellation);
        var server = database.Cpu();
        var begun = Stopwatch.GetTimestamp();
        var (cpu, peak) = await Programs.RunAsync(
            _folder, tool, ["migrate", definition, "--state-dir", State, .. setting.Flags, "-q"]);
        var wall = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        return new(wall, cpu, database.Cpu() - server, peak, await database.UpdatedAsync(cancellation) - updated);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
