using Dataflux.Cli;
using Dataflux.Cli.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions.Packs;
using Dataflux.Tests.Dialects.DynamoDbExport;

namespace Dataflux.Tests.Cli.Packing;

/// <summary>A project with a small export, a profile of two scripts, and a way to run dataflux in it.</summary>
internal sealed class PackProject : IDisposable
{
    private readonly Workspace _workspace = new();

    internal PackProject()
    {
        _workspace.With("migrations/pets.yaml", """
            name: pets
            profile: pets.csx
            source:
              type: local-dynamodb
              path: ../export
            target:
              type: postgresql
              password: ${DB_PASSWORD:-}
            """)
            .With("migrations/pets.csx", """
            #load "../shared/names.csx"
            record Row(string Id, string Name);
            [Table("pet")]
            record Pet([property: Key] string Id, string Name);
            Row? parseItem(Item item) => new(item.String("id"), Trimmed(item.String("name")));
            Pet transform(Row row) => new(row.Id, row.Name);
            """)
            .With("migrations/pets.tests.yaml", "tests: []\n")
            .With("shared/names.csx", "static string Trimmed(string name) => name.Trim();\n")
            .With("dataflux.yaml", "batchSize: 100\ntarget: { type: postgresql, password: \"hunter2\" }\n");
        using var export = new ExportBuilder().Lines("a.json.gz", Line("a1"), Line("a2"), Line("a3"), Line("a4")).Lines("empty.json.gz")
            .Lines("b.json.gz", Line("b1"), Line("b2")).Write();
        Copy(export.Root, Path.Combine(Folder, "export"));
    }

    internal string Folder => _workspace.Folder;

    internal CommandConsole Console => _workspace.Console;

    internal string PackPath => Path.Combine(Folder, "pets.dfpack");

    internal static string Line(string id) => "{\"Item\":{\"id\":{\"S\":\"" + id + "\"},\"name\":{\"S\":\" Rex \"}}}";

    internal PackProject With(string path, string text)
    {
        _workspace.With(path, text);
        return this;
    }

    internal string Text(string path) => File.ReadAllText(Path.Combine(Folder, path));

    /// <summary>Packs, which must go well.</summary>
    internal async Task<byte[]> PackAsync(params string[] more)
    {
        await RunAsync(0, ["pack", "pets", .. more]);
        return await File.ReadAllBytesAsync(PackPath, TestContext.Current.CancellationToken);
    }

    /// <summary>Runs dataflux with its real dialects and script host.</summary>
    /// <returns>What it wrote.</returns>
    internal async Task<string> RunAsync(int exitCode, params string[] arguments)
    {
        using var output = new StringWriter();
        var console = _workspace.Console with { Out = output, Error = output };
        var code = await DatafluxCommand.RunAsync(arguments, console, Shipped.Composition, TestContext.Current.CancellationToken);
        Assert.True(code == exitCode, $"exit code {code}: {output}");
        return output.ToString();
    }

    /// <summary>Writes a pack that somebody else changed.</summary>
    internal void WritePack(PackManifest manifest, IReadOnlyDictionary<string, byte[]> parts) =>
        File.WriteAllBytes(PackPath, PackFile.Write(manifest, parts));

    public void Dispose() => _workspace.Dispose();

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }
}
