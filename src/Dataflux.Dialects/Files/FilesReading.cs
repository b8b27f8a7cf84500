using Dataflux.Dialects.Files.Reading;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.Files;

/// <summary>The source <c>files</c>: CSV, and lines of JSON.</summary>
public static class FilesReading
{
    /// <summary>The dialect, for the registry.</summary>
    public static SourceDialect Dialect { get; } = new(
        "files", FileSourceOptions.All, static settings => new FileSource(FileSourceOptions.From(settings)))
    {
        Title = "CSV and lines of JSON",
        Place = "a CSV or NDJSON file",
        Locate = NamedFiles.Locate,
    };
}
