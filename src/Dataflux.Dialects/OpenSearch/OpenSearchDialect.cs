using Dataflux.Dialects.Aws;
using Dataflux.Dialects.OpenSearch.Options;
using Dataflux.Engine.Settings;
using Dataflux.Profiles;

namespace Dataflux.Dialects.OpenSearch;

/// <summary>The target <c>opensearch</c>: indexes of an OpenSearch cluster.</summary>
public static class OpenSearchDialect
{
    /// <summary>The dialect, for the registry.</summary>
    public static TargetDialect Dialect { get; } = new(
        "opensearch", OpenSearchOptions.All,
        static settings => new OpenSearchTarget(OpenSearchOptions.From(settings), settings.StateFolder, TimeProvider.System))
    {
        ProfileInterface = typeof(ITarget),
        Title = "OpenSearch",
        Scaffold = new OpenSearchScaffold(),
        SecretVariables = [OpenSearchOptions.PasswordVariable, .. AwsLogin.SecretVariables],
    };
}
