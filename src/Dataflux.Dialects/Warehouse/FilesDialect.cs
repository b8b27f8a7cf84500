using Dataflux.Dialects.Aws;
using Dataflux.Dialects.Warehouse.Options;
using Dataflux.Engine.Settings;
using Dataflux.Profiles;

namespace Dataflux.Dialects.Warehouse;

/// <summary>The target <c>files</c>: Parquet, NDJSON or CSV for a warehouse.</summary>
public static class FilesDialect
{
    /// <summary>The dialect, for the registry.</summary>
    public static TargetDialect Dialect { get; } = new(
        "files", FilesOptions.All, static settings => new FilesTarget(FilesOptions.From(settings), settings.StateFolder))
    {
        ProfileInterface = typeof(ITarget),
        Title = "files for warehouses",
        SecretVariables = AwsLogin.SecretVariables,
        PreparesAlone = true,
        Scaffold = new FilesScaffold(),
        Statements = new FilesStatements(),
    };
}
