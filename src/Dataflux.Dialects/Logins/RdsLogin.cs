using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Dataflux.Engine.Ground;
using static Dataflux.Dialects.Logins.LoginOptions;

namespace Dataflux.Dialects.Logins;

/// <summary>Logins to RDS by IAM: each has a token of its own, so an expired one is of no consequence.</summary>
/// <param name="host">The server's name.</param>
/// <param name="port">The server's port.</param>
/// <param name="user">The user to log in as.</param>
/// <param name="region">The server's region.</param>
internal sealed class RdsLogin(string host, int port, string user, string region)
{
    /// <summary>Where the time comes from.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Who signs; asked for each token, because credentials of a role expire too.</summary>
    internal Func<Task<ImmutableCredentials>> Credentials { get; init; } =
        static () => DefaultAWSCredentialsIdentityResolver.GetCredentials().GetCredentialsAsync();

    /// <summary>Reads where the tokens are for; <see langword="null"/> when that cannot be told, which is a finding.</summary>
    internal static RdsLogin? From(LoginPlace place, string? region, List<string> findings)
    {
        if (place.Host is not { } host || Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            findings.Add(
                $"target.{Auth}: {RdsIam} makes a token for one server: give the name that RDS gives it, in target.host or "
                + "target.connection.");
        }
        else if (place.User is not { Length: > 0 } user)
        {
            findings.Add($"target.{Auth}: {RdsIam} makes a token for one user: give target.user, one that may log in by IAM.");
        }
        else if ((region
            ?? RdsToken.RegionOf(host) ?? Amazon.Runtime.FallbackRegionFactory.GetRegionEndpoint()?.SystemName) is not { } known)
        {
            findings.Add(
                $"target.{Auth}: {RdsIam} needs the server's region, which its name does not say: give target.{Region} or AWS_REGION.");
        }
        else
        {
            return new RdsLogin(host, place.Port, user, known);
        }

        return null;
    }

    /// <summary>A token for a login now.</summary>
    /// <exception cref="TargetException">There are no credentials.</exception>
    internal async Task<string> TokenAsync()
    {
        try
        {
            return RdsToken.Create(host, port, user, region, await Credentials(), Time.GetUtcNow());
        }
        catch (AmazonClientException e)
        {
            throw new TargetException($"target.{Auth}: {RdsIam} finds no AWS credentials to sign a token with: {e.Message}", e);
        }
    }
}
