using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Dataflux.Dialects.Aws;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.DynamoDbExport.S3;

/// <summary>Says what kind of failure an answer of the store, or the lack of one, is. No message holds a credential.</summary>
internal static class S3Failures
{
    private static readonly string[] TransientCodes =
    [
        "SlowDown", "ServiceUnavailable", "InternalError", "RequestTimeout", "Throttling", "ThrottlingException", "TooManyRequests",
        "RequestLimitExceeded", "BandwidthLimitExceeded", "OperationAborted",
    ];

    /// <summary>Classifies what a source of S3 threw.</summary>
    internal static Failure Classify(Exception exception) => exception switch
    {
        S3RequestException request => Classify(request),
        UnauthorizedAccessException => Failure.Systemic(
            $"{exception.Message} Give the user that runs dataflux the right to write there, or set 'tempFolder' under 'source:'."),
        _ => Failure.Systemic(exception.Message),
    };

    private static Failure Classify(S3RequestException request) => request.InnerException switch
    {
        AmazonServiceException answer when IsTransient(answer) =>
            Failure.Transient(request.Message) with { Code = AwsAnswers.CodeOf(answer) },
        AmazonServiceException
        {
            StatusCode: default(HttpStatusCode),
            InnerException: HttpRequestException or IOException or TimeoutException or OperationCanceledException,
        } unanswered
            when !AwsAnswers.IsOfTls(unanswered) => Failure.Transient(request.Message),
        AmazonServiceException answer => Failure.Systemic(Advice(request, answer)) with { Code = AwsAnswers.CodeOf(answer) },
        AmazonClientException { InnerException: HttpRequestException or IOException or TimeoutException } unanswered
            when !AwsAnswers.IsOfTls(unanswered) =>
            Failure.Transient(request.Message),
        AmazonClientException client => Failure.Systemic(
            $"{request.Location}: no AWS credentials that can be used ({FirstSentence(client.Message)}); set AWS_ACCESS_KEY_ID and "
                + "AWS_SECRET_ACCESS_KEY, sign in with 'aws sso login', or name a profile with 'profile' under 'source:'"),
        { } inner when AwsAnswers.IsOfTls(inner) =>
            Failure.Systemic($"{request.Message}; the connection's certificate is not trusted, or 'endpoint' is not https"),
        HttpRequestException or IOException or TimeoutException => Failure.Transient(request.Message),
        _ => Failure.Systemic(request.Message),
    };

    private static bool IsTransient(AmazonServiceException answer) =>
        (int)answer.StatusCode >= 500 || answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
            || TransientCodes.Contains(answer.ErrorCode, StringComparer.Ordinal);

    private static string Advice(S3RequestException request, AmazonServiceException answer) => answer.ErrorCode switch
    {
        "NoSuchBucket" => $"{request.Location}: there is no such bucket; correct 'bucket' under 'source:' (or --s3-bucket)",
        "NoSuchKey" or "NotFound" => $"{request.Location}: there is no such object, although the manifest lists it; copy the export again",
        "AccessDenied" or "Forbidden" when answer is not AmazonS3Exception =>
            $"{request.Location}: the credentials were refused ({answer.Message}); check 'roleArn' and 'profile' under 'source:'",
        "AccessDenied" or "Forbidden" or "AllAccessDisabled" => $"{request.Location}: access denied; these credentials lack "
            + $"{Permission(request)}{(IsEncryption(answer) ? ", or kms:Decrypt for the key it is encrypted with" : "")}, the bucket's "
            + $"policy forbids it, or the bucket makes the requester pay (set '{S3Options.RequesterPaysName}: true' under 'source:')",
        "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" or "TemporaryRedirect"
        or "MovedPermanently" =>
            $"{request.Location}: the bucket is in another region ({answer.Message}); set 'region' under 'source:' or AWS_REGION to the "
                + "bucket's",
        "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "InvalidToken" or "InvalidClientTokenId" or "UnrecognizedClientException" =>
            $"{request.Location}: the store does not accept the credentials ({answer.ErrorCode}); check the AWS credentials of the "
                + "environment or of 'profile'",
        _ when AwsAnswers.IsExpired(answer) =>
            $"{request.Location}: the credentials have expired, and there are no newer ones; sign in again (such as 'aws sso login'), "
                + "then run the same command",
        "RequestTimeTooSkewed" =>
            $"{request.Location}: this machine's clock is wrong by more than 15 minutes; set it, then run the same command",
        "InvalidObjectState" => $"{request.Location}: the object is archived; restore it from Glacier first",
        _ when answer.StatusCode == HttpStatusCode.Forbidden =>
            $"{request.Location}: access denied ({AwsAnswers.CodeOf(answer)}); these credentials lack {Permission(request)}, or the bucket "
                + $"makes the requester pay (set '{S3Options.RequesterPaysName}: true' under 'source:')",
        _ when answer.StatusCode == HttpStatusCode.NotFound =>
            $"{request.Location}: not found; check 'bucket' and 'prefix' under 'source:'",
        _ when (int)answer.StatusCode is >= 300 and < 400 =>
            $"{request.Location}: the bucket is in another region; set 'region' under 'source:' or AWS_REGION to the bucket's",
        _ => $"{request.Location}: {answer.Message} ({AwsAnswers.CodeOf(answer)})",
    };

    private static string Permission(S3RequestException request)
    {
        var path = request.Location["s3://".Length..];
        var arn = request.Permission == "s3:ListBucket" ? path[..path.IndexOf('/', StringComparison.Ordinal)] : path;
        return $"{request.Permission} on arn:aws:s3:::{arn}";
    }

    private static bool IsEncryption(AmazonServiceException answer) => answer.Message.Contains("kms", StringComparison.OrdinalIgnoreCase);

    /// <summary>The SDK goes on with a list of all the places it looked in.</summary>
    private static string FirstSentence(string message) => message.Split('\n', 2)[0].Split(". ", 2)[0].TrimEnd(' ', '\r', '.');
}
