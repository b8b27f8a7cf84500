using System.Text;
using Dataflux.Dialects.Aws;

namespace Dataflux.Tests.Dialects.Aws;

/// <summary>
/// Signatures are those of AWS's published test suite for Signature Version 4 (<c>aws-sig-v4-test-suite</c>), named by its cases.
/// </summary>
public sealed class SignatureV4Tests
{
    private static readonly DateTimeOffset Time = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("get-vanilla", "GET", "/", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData(
        "get-vanilla-query-order-key-case", "GET", "/?Param2=value2&Param1=value1",
        "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("post-vanilla", "POST", "/", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    public void A_request_has_the_signature_of_the_test_suite(string name, string method, string path, string signature)
    {
        Assert.NotEmpty(name);
        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, "
                + $"Signature={signature}",
            Sign(method, path, ""));
    }

    [Fact]
    public void A_request_with_a_body_has_the_signature_of_post_x_www_form_urlencoded() => Assert.Equal(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=content-type;host;x-amz-date, "
            + "Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
        Sign("POST", "/", "Param1=value1", ("content-type", "application/x-www-form-urlencoded")));

    private static string Sign(string method, string path, string body, params (string Name, string Value)[] more)
    {
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = "example.amazonaws.com",
            ["x-amz-date"] = "20150830T123600Z",
        };
        foreach (var (name, value) in more)
            headers[name] = value;

        return new SignatureV4("us-east-1", "service").Authorization(
            method, new Uri("https://example.amazonaws.com" + path), headers, SignatureV4.HashOf(Encoding.UTF8.GetBytes(body)), Time,
            new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token: null));
    }
}
