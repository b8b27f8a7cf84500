using System.Net;
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
        ThrottledException or TableBusyException => Failure.Transient(exception.Message),
        AmazonServiceException { StatusCode: default(HttpStatusCode) } unanswered => Unanswered(unanswered),
        AmazonServiceException answer => Answered(answer) with { Code = AwsAnswers.CodeOf(answer) },
        AmazonClientException client => Unanswered(client),
        HttpRequestException or IOException or TimeoutException => AwsAnswers.IsOfTls(exception)
            ? Failure.Systemic($"the connection to DynamoDB is not trusted: {exception.Message}")
            : Failure.Transient(exception.Message),
        DatafluxException => Failure.Systemic(exception.Message),

        // The profile's own: the record is at fault.
        _ => Failure.OfProfile(exception),
    };

    private static Failure Answered(AmazonServiceException answer) => answer.ErrorCode switch
    {
        _ when IsThrottling(answer) || (int)answer.StatusCode >= 500
            || answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout =>
            Failure.Transient(answer.Message),
        "LimitExceededException" or "TransactionConflictException" or "ReplicatedWriteConflictException" or "ResourceInUseException" =>
            Failure.Transient(answer.Message),
        "ValidationException" or "ItemCollectionSizeLimitExceededException" => new(FailureKind.Row, answer.Message),
        "ResourceNotFoundException" => Failure.Systemic($"a table is not there: {answer.Message}"),
        "AccessDeniedException" => Failure.Systemic($"access denied: {answer.Message}; give these credentials the right"),
        "UnrecognizedClientException" or "InvalidSignatureException" or "InvalidClientTokenId" or "MissingAuthenticationTokenException" =>
            Failure.Systemic(
                $"DynamoDB does not accept the credentials ({answer.ErrorCode}); check the AWS credentials of the environment or of "
                + "'profile', and 'region' under 'target:'"),
        _ when AwsAnswers.IsExpired(answer) => Failure.Systemic(
            "the credentials have expired, and there are no newer ones; sign in again (such as 'aws sso login'), then run the same "
                + "command"),
        _ => Failure.Systemic($"{answer.Message} ({AwsAnswers.CodeOf(answer)})"),
    };

    private static Failure Unanswered(Exception exception) =>
        AwsAnswers.IsOfTls(exception) ? Failure.Systemic($"the connection to DynamoDB is not trusted: {exception.Message}")
        : exception.InnerException is HttpRequestException or IOException or TimeoutException or OperationCanceledException
            ? Failure.Transient(exception.Message)
        : Failure.Systemic($"no AWS credentials that can be used ({exception.Message.Split('\n', 2)[0]}); set AWS_ACCESS_KEY_ID and "
            + "AWS_SECRET_ACCESS_KEY, sign in with 'aws sso login', or name a profile with 'profile' under 'target:'");
}
