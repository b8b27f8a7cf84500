using System.Net;
using System.Security.Authentication;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Dataflux.Dialects.Aws;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.DynamoDb.Ground;

/// <summary>Says what kind of failure an answer of DynamoDB, or the lack of one, is. No message holds a credential.</summary>
internal static class DynamoDbFailures
{
    /// <summary>Whether the table or the account takes no more for the moment.</summary>
    internal static bool IsThrottling(AmazonServiceException answer) => answer
        is ProvisionedThroughputExceededException or RequestLimitExceededException or ThrottlingException
        || answer.ErrorCode is "ProvisionedThroughputExceededException" or "RequestLimitExceeded" or "ThrottlingException" or "Throttling";

    /// <summary>Classifies what a target threw.</summary>
    internal static Failure Classify(Exception exception) => exception switch
    {
        RefusedRecordsException refused => refused.Failure,
        UnfitValueException => new Failure(FailureKind.Row, exception.Message) { Code = "UnfitValue" },
        ThrottledException or TableBusyException => new Failure(FailureKind.Transient, exception.Message),
        AmazonServiceException { StatusCode: default(HttpStatusCode) } unanswered => Unanswered(unanswered),
        AmazonServiceException answer => Answered(answer) with { Code = CodeOf(answer) },
        AmazonClientException client => Unanswered(client),
        HttpRequestException or IOException or TimeoutException => IsTls(exception)
            ? Systemic($"the connection to DynamoDB is not trusted: {exception.Message}")
            : new Failure(FailureKind.Transient, exception.Message),
        DatafluxException => Systemic(exception.Message),

        // The profile's own: the record is at fault.
        _ => new Failure(FailureKind.Row, $"{exception.GetType().Name}: {exception.Message}"),
    };

    private static Failure Answered(AmazonServiceException answer) => answer.ErrorCode switch
    {
        _ when IsThrottling(answer) || (int)answer.StatusCode >= 500
            || answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout =>
            new(FailureKind.Transient, answer.Message),
        "LimitExceededException" or "TransactionConflictException" or "ReplicatedWriteConflictException" or "ResourceInUseException" =>
            new(FailureKind.Transient, answer.Message),
        "ValidationException" or "ItemCollectionSizeLimitExceededException" => new(FailureKind.Row, answer.Message),
        "ResourceNotFoundException" => Systemic($"a table is not there: {answer.Message}"),
        "AccessDeniedException" => Systemic($"access denied: {answer.Message}; give these credentials the right"),
        "UnrecognizedClientException" or "InvalidSignatureException" or "InvalidClientTokenId" or "MissingAuthenticationTokenException" =>
            Systemic($"DynamoDB does not accept the credentials ({answer.ErrorCode}); check the AWS credentials of the environment or of "
                + "'profile', and 'region' under 'target:'"),
        _ when AwsLogin.IsExpired(answer) => Systemic(
            "the credentials have expired, and there are no newer ones; sign in again (such as 'aws sso login'), then run the same "
                + "command"),
        _ => Systemic($"{answer.Message} ({CodeOf(answer)})"),
    };

    private static Failure Unanswered(Exception exception) =>
        IsTls(exception) ? Systemic($"the connection to DynamoDB is not trusted: {exception.Message}")
        : exception.InnerException is HttpRequestException or IOException or TimeoutException or OperationCanceledException
            ? new Failure(FailureKind.Transient, exception.Message)
        : Systemic($"no AWS credentials that can be used ({exception.Message.Split('\n', 2)[0]}); set AWS_ACCESS_KEY_ID and "
            + "AWS_SECRET_ACCESS_KEY, sign in with 'aws sso login', or name a profile with 'profile' under 'target:'");

    private static bool IsTls(Exception? exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is AuthenticationException)
                return true;
        }

        return false;
    }

    private static string CodeOf(AmazonServiceException answer) =>
        answer.ErrorCode is { Length: > 0 } code ? code : $"HTTP {(int)answer.StatusCode}";

    private static Failure Systemic(string message) => new(FailureKind.Systemic, message);
}
