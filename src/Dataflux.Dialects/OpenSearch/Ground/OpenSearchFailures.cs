using Dataflux.Dialects.Aws;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.OpenSearch.Ground;

/// <summary>
/// Says what kind of failure an answer of OpenSearch, or the lack of one, is: by its status and the type of its error, never by its text
/// alone where a record could be rejected for it. No message holds a credential.
/// </summary>
internal static class OpenSearchFailures
{
    private const int BadRequest = 400;
    private const int Unauthorized = 401;
    private const int Forbidden = 403;
    private const int NotFound = 404;
    private const int RequestTimeout = 408;
    private const int Conflict = 409;
    private const int TooLarge = 413;
    private const int TooManyRequests = 429;

    /// <summary>Classifies what a target threw.</summary>
    internal static Failure Classify(Exception exception) => exception switch
    {
        RefusedRecordsException refused => refused.Failure,
        UnfitDocumentException => new Failure(FailureKind.Row, exception.Message) { Code = "UnfitDocument" },
        BusyException or CutAnswerException => Failure.Transient(exception.Message),
        AnswerException answer => OfRequest(answer.Error),
        HttpRequestException or IOException or TimeoutException => AwsAnswers.IsOfTls(exception)
            ? Failure.Systemic(
                $"the connection to OpenSearch is not trusted: {exception.Message}; name the file of its authority with "
                    + "'rootCertificate' under 'target:'")
            : Failure.Transient(exception.Message),
        DatafluxException => Failure.Systemic(exception.Message),

        // The profile's own: the record is at fault.
        _ => Failure.OfProfile(exception),
    };

    internal static bool IsTransient(Exception exception) => Classify(exception).Kind == FailureKind.Transient;

    /// <summary>What a request as a whole failed for.</summary>
    internal static Failure OfRequest(AnswerError error) => error.Status switch
    {
        // No answer of this kind is about one record, unless it breaks what is around it.
        BadRequest => new(FailureKind.Suspected, error.Reason) { Code = error.Code },
        TooLarge => new(FailureKind.Row, $"it is larger than the cluster takes in a request: {error.Reason}") { Code = error.Code },
        _ => OfAny(error),
    };

    /// <summary>What one document of a request failed for.</summary>
    internal static Failure OfDocument(AnswerError error) => error.Status switch
    {
        BadRequest when IsOfAlias(error) => Failure.Systemic(error.Reason) with { Code = error.Code },
        BadRequest or TooLarge => new(FailureKind.Row, error.Reason) { Code = error.Code },

        // One without a version: somebody else wrote it at the same moment.
        Conflict => Failure.Transient(error.Reason) with { Code = error.Code },
        _ => OfAny(error),
    };

    private static Failure OfAny(AnswerError error) => (error.Status switch
    {
        TooManyRequests or RequestTimeout or >= 500 => Failure.Transient(error.Reason),
        Unauthorized => Failure.Systemic(
            $"OpenSearch does not accept the credentials: {error.Reason}; check 'user' and 'password' under 'target:', or the AWS "
                + "credentials of a signed request"),
        Forbidden when error.Type == "cluster_block_exception" => Failure.Systemic(
            $"the index takes no writes: {error.Reason}; make room on the cluster's disks or lift the block, then run the same command"),
        Forbidden => Failure.Systemic($"access denied: {error.Reason}; give this user the right"),
        NotFound => Failure.Systemic($"an index is not there: {error.Reason}"),
        _ => Failure.Systemic($"{error.Reason} ({error.Code})"),
    }) with
    {
        Code = error.Code,
    };

    // OpenSearch answers each document of such a request like a document that is at fault.
    private static bool IsOfAlias(AnswerError error) =>
        error.Reason.StartsWith("no write index is defined for alias", StringComparison.Ordinal);
}
