using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.Runtime;
using Amazon.S3;
using Dataflux.Dialects.Aws.S3;
using Dataflux.Dialects.DynamoDbExport.S3;
using Dataflux.Engine.Ground;

namespace Dataflux.Tests.Dialects.DynamoDbExport.S3;

/// <summary>Codes and statuses are those of the S3 API reference, "Error responses".</summary>
public sealed class S3FailuresTests
{
    [Theory]
    [InlineData("SlowDown", HttpStatusCode.ServiceUnavailable)]
    [InlineData("ServiceUnavailable", HttpStatusCode.ServiceUnavailable)]
    [InlineData("InternalError", HttpStatusCode.InternalServerError)]
    [InlineData("RequestTimeout", HttpStatusCode.BadRequest)]
    [InlineData("OperationAborted", HttpStatusCode.Conflict)]
    [InlineData("", HttpStatusCode.BadGateway)]
    [InlineData("", HttpStatusCode.TooManyRequests)]
    public void What_passes_is_transient(string code, HttpStatusCode status) =>
        Assert.Equal(FailureKind.Transient, Classify(code, status).Kind);

    [Theory]
    [InlineData("AccessDenied", HttpStatusCode.Forbidden, "lack s3:GetObject on arn:aws:s3:::exports/a/b.gz")]
    [InlineData("NoSuchBucket", HttpStatusCode.NotFound, "there is no such bucket")]
    [InlineData("NoSuchKey", HttpStatusCode.NotFound, "there is no such object")]
    [InlineData("PermanentRedirect", HttpStatusCode.MovedPermanently, "set 'region'")]
    [InlineData("AuthorizationHeaderMalformed", HttpStatusCode.BadRequest, "set 'region'")]
    [InlineData("InvalidAccessKeyId", HttpStatusCode.Forbidden, "does not accept the credentials")]
    [InlineData("SignatureDoesNotMatch", HttpStatusCode.Forbidden, "does not accept the credentials")]
    [InlineData("ExpiredToken", HttpStatusCode.BadRequest, "credentials have expired")]
    [InlineData("RequestTimeTooSkewed", HttpStatusCode.Forbidden, "clock")]
    [InlineData("InvalidObjectState", HttpStatusCode.Forbidden, "Glacier")]
    [InlineData("", HttpStatusCode.Forbidden, "lack s3:GetObject")]
    public void What_a_person_must_change_is_systemic_and_says_what(string code, HttpStatusCode status, string expected)
    {
        var failure = Classify(code, status);

        Assert.Equal(FailureKind.Systemic, failure.Kind);
        Assert.Contains(expected, failure.Message);
        Assert.Contains("s3://exports/a/b.gz", failure.Message);
    }

    [Fact]
    public void A_network_that_is_away_is_transient_and_a_certificate_that_is_not_trusted_is_not()
    {
        Assert.Equal(
            FailureKind.Transient,
            Classify(new HttpRequestException("refused", new SocketException((int)SocketError.ConnectionRefused))).Kind);
        Assert.Equal(FailureKind.Transient, Classify(new IOException("reset")).Kind);
        Assert.Equal(FailureKind.Transient, Classify(new TimeoutException("no answer")).Kind);
        Assert.Equal(FailureKind.Systemic, Classify(new HttpRequestException("ssl", new AuthenticationException("untrusted"))).Kind);
    }

    [Fact]
    public void A_file_key_of_KMS_names_the_permission_to_decrypt()
    {
        var denied = new AmazonS3Exception(
            "User is not authorized to perform: kms:Decrypt on this resource",
            ErrorType.Sender,
            "AccessDenied",
            "1",
            HttpStatusCode.Forbidden);

        Assert.Contains("kms:Decrypt", Classify(denied).Message);
    }

    private static Failure Classify(string code, HttpStatusCode status) =>
        Classify(new AmazonS3Exception("as the store says", ErrorType.Unknown, code, "request", status));

    private static Failure Classify(Exception exception) =>
        S3Failures.Classify(new S3RequestException("s3:GetObject", "s3://exports/a/b.gz", exception));
}
