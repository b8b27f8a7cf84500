using System.Globalization;
using System.Text;
using Dataflux.Composing;
using Dataflux.Composing.Output;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Definitions.Packs;
using Dataflux.Definitions.Yaml;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reading;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Sources;
using Dataflux.Engine.Tracing;
using Dataflux.Profiles;

namespace Dataflux.Authoring.Packing;

/// <summary>One run of <c>dataflux pack</c>: collects, looks for secrets, writes, and proves that the pack compiles.</summary>
/// <param name="console">The console.</param>
/// <param name="composition">The dialects and the script host.</param>
/// <param name="path">The definition's file, absolute.</param>
internal sealed class PackRun(CommandConsole console, Composition composition, string path) : IMigrationObserver
{
    private const int MostFilesListed = 20;
    private static readonly string[] Deciding =
    [
        DefinitionKeys.Source.Name, DefinitionKeys.Target.Name, DefinitionKeys.Options.Name, DefinitionKeys.Nul.Name,
        DefinitionKeys.Deletes.Name,
    ];

    /// <summary>Makes the pack.</summary>
    /// <param name="output">The pack, absolute; replaced when it is there.</param>
    /// <param name="items">How many items of the export to take along.</param>
    /// <param name="stop">Stops the packing.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="ProblemsException">The definition or script is wrong, or a secret would be packed.</exception>
    internal async Task<int> RunAsync(string output, int items, CancellationToken stop)
    {
        var definition = composition.Reader(console).Read(path, new Overrides(), stateOnly: true).OrThrow();
        using var script = ProfileCheck.Require(composition, definition);

        var parts = PackParts.Of(path, definition, script.Files, console.WorkingDirectory);
        var content = parts.Files.ToDictionary(part => part.Key, part => File.ReadAllBytes(part.Value), StringComparer.Ordinal);
        var secrets = parts.Files.SelectMany(part => SecretsIn(part.Value, content[part.Key])).ToList();
        PackSample? sample = null;
        if (items > 0)
        {
            var (files, time) = await SampleAsync(items, stop);
            secrets.AddRange(files.SelectMany(SecretsIn));
            sample = new PackSample(parts.FreeFolder("sample"), files.Sum(file => (long)file.Lines.Count), time);
            foreach (var (index, file) in files.Index())
                content.Add($"{sample.Folder}/{index + 1:d5}.jsonl", file.ToBytes());
        }

        if (secrets.Count > 0)
            throw new ProblemsException(secrets);

        var manifest = new PackManifest
        {
            Format = PackManifest.CurrentFormat,
            Name = definition.Name,
            Definition = parts.NameOf(path),
            Profile = parts.NameOf(definition.ProfilePath),
            ProfileSha256 = script.Hash,
            Contract = ProfileContract.Version,
            Dataflux = ToolVersion.Text,
            Folder = parts.Folder,
            Sample = sample,
            Parts = [.. content.OrderBy(part => part.Key, StringComparer.Ordinal)
                .Select(part => new PackPart(part.Key, part.Value.Length, PackFile.Sha256(part.Value)))],
        };
        var bytes = PackFile.Write(manifest, content);
        Save(output, bytes, definition, script.Hash);
        Report(output, bytes, manifest);
        return ExitCode.Complete;
    }

    public void Retrying(string what, Failure failure, int attempt, TimeSpan delay) =>
        console.Error.WriteLine(WorkLines.Retrying(what, failure, attempt, delay));

    private async Task<(IReadOnlyList<SampleFile> Files, DateTimeOffset Time)> SampleAsync(int items, CancellationToken stop)
    {
        var choice = composition.Reader(console).ReadSource(path, new Overrides());
        var temporary = Path.Combine(Path.GetTempPath(), $"dataflux-pack-{Environment.ProcessId}");
        var dialect = composition.Dialects.Source(choice.Type);
        await using var source = dialect.Create(new DialectSettings(choice.Values, temporary));
        try
        {
            var export = await ExportOpening.OpenAsync(source, new MigrationOptions(), this, console.Time, stop);
            var sample = await new ItemSampler(source, export, NulPolicy.Reject, new MigrationOptions(), this, console.Time)
                .ReadAsync(items, stop);
            return ([.. sample.Parts.Select(SampleFile.For).Where(static file => file.Lines.Count > 0)], export.Time);
        }
        catch (SourceException e)
        {
            throw new SourceException($"{e.Message}{Environment.NewLine}To pack without a sample of the export: --sample 0", e);
        }
    }

    private IEnumerable<Problem> SecretsIn(string file, byte[] bytes)
    {
        var shown = ShownPath.Of(file, console.WorkingDirectory);
        return Path.GetExtension(file) switch
        {
            _ when file == path => new DefinitionSecrets(composition).Find(shown, Encoding.UTF8.GetString(bytes)),
            ".dll" => SecretScan.OfAssembly(shown, bytes),
            _ => SecretScan.Of(shown, Encoding.UTF8.GetString(bytes)),
        };
    }

    private static IEnumerable<Problem> SecretsIn(SampleFile file) =>
        file.Lines.SelectMany(line => SecretScan.Of(file.Name, Encoding.UTF8.GetString(line.Line.Span), line.Number));

    /// <summary>Writes the pack where it is wanted; one whose profile is not the same as before it was packed does not stay.</summary>
    private void Save(string output, byte[] bytes, Definition definition, string hash)
    {
        var shown = ShownPath.Of(output, console.WorkingDirectory);
        var temporary = $"{output}.{Environment.ProcessId}.new";
        try
        {
            // Not private: a pack is made to be handed on.
            using (var stream = File.Create(temporary))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            PrivateFile.Name(temporary, output);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the pack {shown} cannot be written: {e.Message}");
        }

        var folder = PackFolder.Open(output, definition.ProjectFolder, shown);
        var packed = composition.Reader(console).Read(folder.Definition, new Overrides(), stateOnly: true);
        using var script = packed.Definition is { } read ? composition.LoadProfile(read) : null;
        var problems = packed.Problems.Concat(script?.Problems ?? []).ToList();
        if (problems.Count == 0 && script?.Hash == hash)
            return;

        File.Delete(output);
        throw new ProblemsException(
        [
            new Problem(definition.ProfileShown, 0, 0, ProblemCode.OutsidePack,
                "does not compile to the same profile inside a pack; write the paths of #load and #r relative to the script"),
            .. problems,
        ]);
    }

    private void Report(string output, byte[] bytes, PackManifest manifest)
    {
        var shown = ShownPath.Of(output, console.WorkingDirectory);
        console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Packed {shown}: {manifest.Parts.Count} parts, {bytes.Length:N0} bytes, contract {manifest.Contract}"));
        console.Out.WriteLine($"SHA-256 {PackFile.Sha256(bytes)}");
        foreach (var part in manifest.Parts.Take(MostFilesListed))
            console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {part.Name}, {part.Size:N0} bytes"));

        if (manifest.Parts.Count > MostFilesListed)
            console.Out.WriteLine($"  and {manifest.Parts.Count - MostFilesListed} more");

        ReportProject();
        if (manifest.Sample is { } sample)
        {
            console.Out.WriteLine($"It holds {sample.Items:N0} real items of the export, as readable text: "
                + $"look through {sample.Folder}/ before you share it, or pack with --sample 0");
        }

        console.Out.WriteLine($"Next: give it away; check it with: dataflux check {shown}");
    }

    /// <summary>What dataflux.yaml gives here stays here; where the definition needs it, it is named.</summary>
    private void ReportProject()
    {
        if (ProjectFile.Of(path).Path is not { } project
            || YamlReader.Read(project, File.ReadAllText(project), []) is not { Entries.Count: > 0 } shared)
        {
            return;
        }

        var own = YamlReader.Read(path, File.ReadAllText(path), [])?.Entries.Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal)
            ?? [];
        var keys = shared.Entries.Select(entry => entry.Key).ToList();
        var given = keys.Where(key => !own.Contains(key)).Intersect(Deciding, StringComparer.Ordinal).ToList();
        console.Out.WriteLine(
            $"Not in it: {ShownPath.Of(project, console.WorkingDirectory)} ({string.Join(", ", keys)}); who uses the pack has their own"
                + (given.Count == 0
                    ? ""
                    : $", which must give {string.Join(" and ", given.Select(key => $"'{key}'"))}: the definition does not"));
    }
}
