using Dataflux.Cli;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Engine.Settings;
using Dataflux.Profiles;

namespace Dataflux.Tests.Cli;

/// <summary>A folder of its own, with a console that works in it.</summary>
internal sealed class Workspace : IDisposable
{
    internal static readonly SourceDialect Local = new("local-dynamodb",
        [new DialectOption("path", OptionKind.Path, "The export's folder.") { Required = true }],
        _ => new OneFileSource());

    internal static readonly SourceDialect S3 = new("s3-dynamodb",
        [
            new DialectOption("bucket", OptionKind.Text, "The bucket.") { Required = true },
            new DialectOption("prefix", OptionKind.Text, "The export's prefix."),
            new DialectOption("region", OptionKind.Text, "The bucket's region."),
            new DialectOption("parts", OptionKind.Integer, "Parts fetched at once.") { DecidesResult = false },
        ],
        _ => new OneFileSource());

    internal static readonly TargetDialect PostgreSql = new("postgresql",
        [
            new DialectOption("host", OptionKind.Text, "The server."),
            new DialectOption("port", OptionKind.Integer, "The port."),
            new DialectOption("user", OptionKind.Text, "The user."),
            new DialectOption("password", OptionKind.Text, "The password.") { Secret = true },
            new DialectOption("database", OptionKind.Text, "The database."),
            new DialectOption("ssl", OptionKind.Text, "Encryption.") { Choices = ["disable", "require"] },
            new DialectOption("connection", OptionKind.Text, "A connection string.") { Secret = true },
            new DialectOption("timeout", OptionKind.Duration, "How long a statement may take.") { DecidesResult = false },
        ],
        _ => new NoTarget())
    {
        ProfileInterface = typeof(ISqlTarget),
    };

    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    internal string Folder { get; } = Directory.CreateTempSubdirectory("dataflux-cli-").FullName;

    internal StringWriter Out { get; } = new();

    internal StringWriter Error { get; } = new();

    internal ManualTime Time { get; } = new();

    /// <summary>What the run does; it is given the plan.</summary>
    internal Func<Definition, LoadedProfile> LoadProfile { get; set; } =
        definition => throw new InvalidOperationException($"{definition.Name} is not meant to run");

    /// <summary>What profiles may ask of the target.</summary>
    internal Type ProfileInterface { get; init; } = typeof(ISqlTarget);

    /// <summary>What <c>sql</c> opens.</summary>
    internal PreparedShell Shell { get; } = new();

    /// <summary>The embedded databases.</summary>
    internal NotedServer Server { get; } = new();

    /// <summary>What a person answers; <see langword="null"/>: nobody is there.</summary>
    internal string? Answer { get; set; }

    internal CommandConsole Console => new()
    {
        Out = Out,
        Error = Error,
        Answers = Answer is null ? null : new StringReader(Answer + "\n"),
        Environment = _environment,
        WorkingDirectory = Folder,
        Time = Time,
    };

    internal Composition Composition => new()
    {
        Dialects = new DialectRegistry(
            [Local, S3], [PostgreSql with { Shell = Shell, Server = Server, ProfileInterface = ProfileInterface }]),
        LoadProfile = definition => LoadProfile(definition),
    };

    internal Workspace With(string path, string text)
    {
        var full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return this;
    }

    internal Workspace Set(string variable, string value)
    {
        _environment[variable] = value;
        return this;
    }

    /// <summary>A definition that is right, and the script it names.</summary>
    internal Workspace WithPictures(string more = "") => With("pictures.csx", "// a script").With("pictures.yaml", $$"""
        name: pictures
        profile: pictures.csx
        source:
          type: local-dynamodb
          path: export
        target:
          type: postgresql
        {{more}}
        """);

    internal ReadResult Read(Overrides? overrides = null, string path = "pictures.yaml", bool targetOnly = false) =>
        Composition.Reader(Console).Read(Path.Combine(Folder, path), overrides ?? new Overrides(), targetOnly);

    internal string Problems(Overrides? overrides = null) => string.Join('\n', Read(overrides).Problems);

    internal Task<int> RunAsync(params string[] args) =>
        DatafluxCommand.RunAsync(args, Console, Composition, TestContext.Current.CancellationToken);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
