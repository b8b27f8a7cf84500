using Dataflux.Dialects.Aws;
using Dataflux.Dialects.DynamoDb.Options;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Dialects.DynamoDb;

/// <summary>The target <c>dynamodb</c>: tables of DynamoDB.</summary>
public static class DynamoDbDialect
{
    /// <summary>The dialect, for the registry.</summary>
    public static TargetDialect Dialect { get; } = new(
        "dynamodb", DynamoDbOptions.All, static settings => Open(DynamoDbOptions.From(settings), settings.StateFolder))
    {
        ProfileInterface = typeof(ITarget),
        Title = "DynamoDB",
        Scaffold = new DynamoDbScaffold(),
        SecretVariables = AwsLogin.SecretVariables,
    };

    private static ITargetConnection Open(DynamoDbOptions options, string stateFolder) => options.Import is null
        ? new DynamoDbTarget(options, stateFolder, TimeProvider.System)
        : new ImportTarget(options, stateFolder, TimeProvider.System);
}
