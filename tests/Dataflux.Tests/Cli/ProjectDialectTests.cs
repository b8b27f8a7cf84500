using System.Security.Cryptography;
using Dataflux.Cli;
using Dataflux.Cli.Composing;
using Dataflux.Engine.Ground;
using Dataflux.Tests.Dialects.DynamoDbExport;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Dataflux.Tests.Cli;

/// <summary>A kind of target in an assembly of its own, which a project lists with its SHA-256.</summary>
public sealed class ProjectDialectTests : IDisposable
{
    private const string Lines = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using Dataflux.Engine.Ground;
        using Dataflux.Engine.Settings;
        using Dataflux.Engine.Targets;
        using Dataflux.Profiles;

        namespace Acme;

        public static class LinesDialect
        {
            public static TargetDialect Dialect { get; } = new(
                "lines",
                [new DialectOption("path", OptionKind.Path, "The file.") { Required = true, Example = "out.txt" }],
                settings => new LinesTarget(settings.Text("path")!))
            {
                ProfileInterface = typeof(ITarget),
            };
        }

        public sealed class LinesTarget(string path) : ITargetConnection
        {
            public string Location => path;

            public TargetCapabilities Capabilities { get; } = new() { IsTransactional = false, TimePrecision = TimeSpan.FromTicks(1) };

            public Task PrepareAsync(IReadOnlyList<Type> recordTypes, CancellationToken cancellation) => Task.CompletedTask;

            public Task<ITargetSession> OpenSessionAsync(CancellationToken cancellation) =>
                Task.FromResult<ITargetSession>(new LinesSession(path));

            public Failure Classify(Exception exception) => new(FailureKind.Systemic, exception.Message);

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }

        public sealed class LinesSession(string path) : ITargetSession, ITarget
        {
            private int _written;

            public async Task<WriteCounts> WriteAsync(Func<ITarget, Task> write, CancellationToken cancellation)
            {
                _written = 0;
                await write(this);
                return new WriteCounts(_written, 0, 0);
            }

            public Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch) where TRecord : notnull
            {
                File.AppendAllLines(path, batch.Select(record => record.ToString()!));
                _written += batch.Count;
                return Task.FromResult(batch.Count);
            }

            public Task<int> Delete<TKey>(IReadOnlyList<TKey> keys) where TKey : notnull => Task.FromResult(0);

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
        """;

    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_target_of_the_projects_own_is_migrated_into_and_only_while_its_assembly_is_the_pinned_one()
    {
        using var export = new ExportBuilder()
            .Lines("a.json.gz", """{"Item":{"id":{"S":"a1"}}}""", """{"Item":{"id":{"S":"a2"}}}""").Write();
        var assembly = Build(Lines);
        _work.With("pets.yaml", $"""
                name: pets
                profile: pets.csx
                source:
                  type: local-dynamodb
                  path: {export.Folder}
                target:
                  type: lines
                  path: out.txt
                """)
            .With("pets.csx", """
                record Row(string Id);
                record Pet(string Id);
                Row? parseItem(Item item) => new(item.String("id"));
                Pet transform(Row row) => new(row.Id);
                Task<int> upsert(ITarget target, IReadOnlyList<Pet> batch) => target.Upsert(batch);
                """)
            .With("dataflux.yaml", "dialects:\n  dialects/Acme.Lines.dll:\n");
        var hash = HashOf(assembly);

        var refused = await RunAsync(ExitCode.Usage, "migrate", "pets");
        Assert.Contains($"dataflux.yaml(2,3): error DF0018: the assembly 'dialects/Acme.Lines.dll' has the SHA-256 {hash}, not", refused);
        Assert.Contains("DF0018", await RunAsync(ExitCode.Complete, "explain", "DF0018"));

        _work.With("dataflux.yaml", $"dialects:\n  dialects/Acme.Lines.dll: {hash}\n");
        await RunAsync(ExitCode.Complete, "migrate", "pets");
        Assert.Equal(["Pet { Id = a1 }", "Pet { Id = a2 }"], File.ReadAllLines(Path.Combine(_work.Folder, "out.txt")));
        Assert.Contains("\"lines\"", await RunAsync(ExitCode.Complete, "schema"));
    }

    [Theory]
    [InlineData("  missing.dll: 0\n", "dataflux.yaml(2,3): error DF0006: there is no assembly 'missing.dll'")]
    [InlineData("  ../Acme.dll: 0\n", "dataflux.yaml(2,3): error DF0006: there is no assembly '../Acme.dll'")]
    [InlineData("  /bin/sh: 0\n", "dataflux.yaml(2,3): error DF0012: the assembly '/bin/sh' is outside the project")]
    [InlineData("  pets.yaml: {pets}\n", "dataflux.yaml(2,3): error DF0008: the assembly 'pets.yaml' cannot be used: ")]
    [InlineData("  dialects/Acme.Lines.dll: {dll}\n", "dataflux.yaml(2,3): error DF0008: none of the assemblies has a dialect; expected")]
    [InlineData("  - a.dll\n", "dataflux.yaml(2,3): error DF0003: 'dialects' is a list; expected paths of files, each with its SHA-256")]
    public async Task What_is_wrong_with_an_assembly_is_said_where_it_is_listed(string listed, string expected)
    {
        var assembly = Build("public static class Nothing;");
        _work.WithPictures().With("pets.yaml", "name: pets\n");
        listed = listed.Replace("{pets}", HashOf(Path.Combine(_work.Folder, "pets.yaml")), StringComparison.Ordinal)
            .Replace("{dll}", HashOf(assembly), StringComparison.Ordinal);
        _work.With("dataflux.yaml", "dialects:\n" + listed);

        Assert.Contains(expected, await RunAsync(ExitCode.Usage, "migrate", "pictures"));
    }

    [Fact]
    public async Task A_definition_cannot_bring_dialects()
    {
        _work.WithPictures("dialects: { a.dll: 0 }");

        var refused = await RunAsync(ExitCode.Usage, "migrate", "pictures");

        Assert.Contains("error DF0011: 'dialects' belongs to the project; write it in dataflux.yaml", refused);
    }

    private static string HashOf(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private string Build(string code)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(_work.Folder, "dialects")).FullName, "Acme.Lines.dll");
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static assembly => Path.GetFileName(assembly) is "Dataflux.Engine.dll" or "Dataflux.Profiles.dll"
                || Path.GetFileName(assembly).StartsWith("System.", StringComparison.Ordinal))
            .Select(static assembly => MetadataReference.CreateFromFile(assembly));
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
        var result = CSharpCompilation.Create("Acme.Lines", [CSharpSyntaxTree.ParseText(code)], references, options).Emit(path);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return path;
    }

    private async Task<string> RunAsync(int exitCode, params string[] arguments)
    {
        using var output = new StringWriter();
        var code = await DatafluxCommand.RunAsync(
            arguments, _work.Console with { Out = output, Error = output }, Shipped.Composition, TestContext.Current.CancellationToken);
        Assert.True(code == exitCode, $"exit code {code}: {output}");
        return output.ToString();
    }
}
