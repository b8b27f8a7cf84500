using System.Security.Authentication;
using Amazon.Runtime;

namespace Dataflux.Dialects.Aws;

/// <summary>What the SDK's exceptions say, of whatever service.</summary>
internal static class AwsAnswers
{
    /// <summary>The service's code for its answer, else its HTTP status.</summary>
    internal static string CodeOf(AmazonServiceException answer) =>
        answer.ErrorCode is { Length: > 0 } code ? code : $"HTTP {(int)answer.StatusCode}";

    /// <summary>Whether AWS, or a service like its own, says that credentials were good once.</summary>
    /// <param name="answer">What it answered.</param>
    internal static bool IsExpired(AmazonServiceException answer) =>
        answer.ErrorCode is "ExpiredToken" or "ExpiredTokenException" or "TokenRefreshRequired";

    /// <summary>Whether a connection was not trusted.</summary>
    internal static bool IsOfTls(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is AuthenticationException)
                return true;
        }

        return false;
    }
}
