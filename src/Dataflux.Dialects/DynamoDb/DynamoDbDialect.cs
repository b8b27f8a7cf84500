using Dataflux.Dialects.Aws;
using Dataflux.Dialects.DynamoDb.Options;
using Dataflux.Engine.Settings;
using Dataflux.Profiles;

namespace Dataflux.Dialects.DynamoDb;

/// <summary>The target <c>dynamodb</c>: tables of DynamoDB.</summary>
public static class DynamoDbDialect
{
    /// <summary>The dialect, for the registry.</summary>
    public static TargetDialect Dialect { get; } = new(
        "dynamodb", DynamoDbOptions.All, static settings => new DynamoDbTarget(DynamoDbOptions.From(settings), TimeProvider.System))
    {
        ProfileInterface = typeof(ITarget),
        Title = "DynamoDB",
        SecretVariables = AwsLogin.SecretVariables,
    };
}
