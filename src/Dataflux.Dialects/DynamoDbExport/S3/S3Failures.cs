using Dataflux.Dialects.Aws.S3;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.DynamoDbExport.S3;

/// <summary>What kind of failure it is that a source of S3 threw.</summary>
internal static class S3Failures
{
    private static readonly S3Answers Answers = new()
    {
        Section = "source",
        Bucket = "'bucket' under 'source:' (or --s3-bucket)",
        Place = "'bucket' and 'prefix' under 'source:'",
        NoObject = ", although the manifest lists it; copy the export again",
        Refusal = $", or the bucket makes the requester pay (set '{S3Options.RequesterPaysName}: true' under 'source:')",
    };

    /// <summary>Classifies it.</summary>
    internal static Failure Classify(Exception exception) => exception switch
    {
        S3RequestException request => Answers.Classify(request),
        UnauthorizedAccessException => Failure.Systemic(
            $"{exception.Message} Give the user that runs dataflux the right to write there, or set 'tempFolder' under 'source:'."),
        _ => Failure.Systemic(exception.Message),
    };
}
