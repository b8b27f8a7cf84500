using System.Net;
using System.Xml;
using Amazon.Runtime;
using Amazon.S3;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.Aws.S3;

/// <summary>Says what kind of failure an answer of a store, or the lack of one, is. No message holds a credential.</summary>
internal sealed record S3Answers
{
    private static readonly string[] TransientCodes =
    [
        "SlowDown", "ServiceUnavailable", "InternalError", "RequestTimeout", "Throttling", "ThrottlingException", "TooManyRequests",
        "RequestLimitExceeded", "BandwidthLimitExceeded", "OperationAborted", "NoSuchUpload",
    ];

    /// <summary>The part of the definition that says where the store is, <c>source</c> or <c>target</c>.</summary>
    internal required string Section { get; init; }

    /// <summary>Where the bucket is named, such as <c>'path' under 'target:'</c>.</summary>
    internal required string Bucket { get; init; }

    /// <summary>Where an object is named that is not there.</summary>
    internal required string Place { get; init; }

    /// <summary>What an object is that is not there, and what to do.</summary>
    internal required string NoObject { get; init; }

    /// <summary>What else may be the reason of a refusal, and what to do; empty: nothing.</summary>
    internal string Refusal { get; init; } = "";

    /// <summary>What a key of KMS must allow.</summary>
    internal string KeyPermission { get; init; } = "kms:Decrypt";

    /// <summary>Whether a request that failed may be made again.</summary>
    internal static bool IsTransient(S3RequestException request) => request.InnerException switch
    {
        AmazonServiceException answer when IsTransient(answer) || IsCut(answer) => true,
        AmazonServiceException
        {
            StatusCode: default(HttpStatusCode),
            InnerException: HttpRequestException or IOException or TimeoutException or OperationCanceledException,
        } unanswered => !AwsAnswers.IsOfTls(unanswered),
        AmazonServiceException => false,
        AmazonClientException { InnerException: HttpRequestException or IOException or TimeoutException } unanswered =>
            !AwsAnswers.IsOfTls(unanswered),
        AmazonClientException => false,
        HttpRequestException or IOException or TimeoutException => !AwsAnswers.IsOfTls(request.InnerException),
        _ => false,
    };

    /// <summary>Classifies a request that failed.</summary>
    internal Failure Classify(S3RequestException request) => request.InnerException switch
    {
        AmazonServiceException answer when IsTransient(answer) =>
            Failure.Transient(request.Message) with { Code = AwsAnswers.CodeOf(answer) },
        _ when IsTransient(request) => Failure.Transient(request.Message),
        AmazonServiceException answer => Failure.Systemic(Advice(request, answer)) with { Code = AwsAnswers.CodeOf(answer) },
        AmazonClientException client => Failure.Systemic(
            $"{request.Location}: no AWS credentials that can be used ({FirstSentence(client.Message)}); set AWS_ACCESS_KEY_ID and "
                + $"AWS_SECRET_ACCESS_KEY, sign in with 'aws sso login', or name a profile with 'profile' under '{Section}:'"),
        { } inner when AwsAnswers.IsOfTls(inner) =>
            Failure.Systemic($"{request.Message}; the connection's certificate is not trusted, or 'endpoint' is not https"),
        _ => Failure.Systemic(request.Message),
    };

    private static bool IsTransient(AmazonServiceException answer) =>
        (int)answer.StatusCode >= 500 || answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
            || TransientCodes.Contains(answer.ErrorCode, StringComparer.Ordinal);

    /// <summary>Whether the connection ended within an answer, which then says nothing, whatever its status.</summary>
    private static bool IsCut(Exception answer)
    {
        for (var e = answer.InnerException; e is not null; e = e.InnerException)
        {
            if (e is IOException || (e is XmlException && e.Message.StartsWith("Unexpected end of file", StringComparison.Ordinal)))
                return true;
        }

        return false;
    }

    private string Advice(S3RequestException request, AmazonServiceException answer) => answer.ErrorCode switch
    {
        "NoSuchBucket" => $"{request.Location}: there is no such bucket; correct {Bucket}",
        "NoSuchKey" or "NotFound" => $"{request.Location}: there is no such object{NoObject}",
        "AccessDenied" or "Forbidden" when answer is not AmazonS3Exception =>
            $"{request.Location}: the credentials were refused ({answer.Message}); check 'roleArn' and 'profile' under '{Section}:'",
        "AccessDenied" or "Forbidden" or "AllAccessDisabled" => $"{request.Location}: access denied; these credentials lack "
            + $"{Permission(request)}{(IsEncryption(answer) ? $", or {KeyPermission} for the key it is encrypted with" : "")}, or the "
            + $"bucket's policy forbids it{Refusal}",
        "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" or "TemporaryRedirect"
        or "MovedPermanently" =>
            $"{request.Location}: the bucket is in another region ({answer.Message}); set 'region' under '{Section}:' or AWS_REGION to "
                + "the bucket's",
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
            $"{request.Location}: access denied ({AwsAnswers.CodeOf(answer)}); these credentials lack {Permission(request)}{Refusal}",
        _ when answer.StatusCode == HttpStatusCode.NotFound => $"{request.Location}: not found; check {Place}",
        _ when (int)answer.StatusCode is >= 300 and < 400 =>
            $"{request.Location}: the bucket is in another region; set 'region' under '{Section}:' or AWS_REGION to the bucket's",
        _ => $"{request.Location}: {answer.Message} ({AwsAnswers.CodeOf(answer)})",
    };

    private static string Permission(S3RequestException request)
    {
        var path = request.Location[S3Store.UrlScheme.Length..];
        var arn = request.Permission == S3Store.ListPermission ? path[..path.IndexOf('/', StringComparison.Ordinal)] : path;
        return $"{request.Permission} on arn:aws:s3:::{arn}";
    }

    private static bool IsEncryption(AmazonServiceException answer) => answer.Message.Contains("kms", StringComparison.OrdinalIgnoreCase);

    /// <summary>The SDK goes on with a list of all the places it looked in.</summary>
    private static string FirstSentence(string message) => message.Split('\n', 2)[0].Split(". ", 2)[0].TrimEnd(' ', '\r', '.');
}
