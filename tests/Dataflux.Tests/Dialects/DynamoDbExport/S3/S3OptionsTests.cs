using Dataflux.Dialects.DynamoDbExport.S3;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Tests.Dialects.DynamoDbExport.S3;

/// <summary>The options of the source <c>s3-dynamodb</c>.</summary>
public sealed class S3OptionsTests
{
    [Theory]
    [InlineData("exports", "a/b/", "a/b")]
    [InlineData("exports", "/a/b", "a/b")]
    [InlineData("exports", null, "")]
    [InlineData(null, "s3://exports/a/b/", "a/b")]
    [InlineData("exports", "s3://exports/a/b", "a/b")]
    [InlineData("s3://exports/a/b", null, "a/b")]
    [InlineData("s3://exports", "a/b", "a/b")]
    [InlineData(null, "s3://exports", "")]
    public void A_bucket_and_prefix_are_taken_apart_however_they_are_written(string? bucket, string? prefix, string expected)
    {
        var options = Read(bucket, prefix);

        Assert.Equal(("exports", expected), (options.Bucket, options.Prefix));
    }

    [Theory]
    [InlineData(null, "a/b", "needs 'bucket'")]
    [InlineData("other", "s3://exports/a", "'prefix' names the bucket 'exports'")]
    public void A_bucket_that_is_missing_or_contradicted_is_a_mistake_of_the_definition(string? bucket, string? prefix, string expected)
    {
        var problems = Assert.Throws<ProblemsException>(() => Read(bucket, prefix));

        Assert.Contains(expected, problems.Message);
        Assert.Equal(ExitCode.Usage, problems.ExitCode);
    }

    [Fact]
    public void Path_style_is_the_default_of_other_stores_only_and_files_are_fetched_below_the_state()
    {
        Assert.False(Read("exports", null).PathStyle);
        Assert.True(Read("exports", null, ("endpoint", "http://localhost:9000")).PathStyle);
        Assert.False(Read("exports", null, ("endpoint", "http://localhost:9000"), ("pathStyle", false)).PathStyle);
        Assert.Equal(Path.Combine("state", "fetched"), Read("exports", null).TempFolder);
        Assert.Equal(5 * 1024 * 1024, Read("exports", null, ("tempMegabytes", 5L)).TempBytes);
    }

    [Fact]
    public void An_external_id_needs_its_role()
    {
        var problems = Assert.Throws<ProblemsException>(() => Read("exports", null, ("externalId", "x")));

        Assert.Contains("'externalId' is given without 'roleArn'", problems.Message, StringComparison.Ordinal);
        Assert.Equal("x", Read("exports", null, ("externalId", "x"), ("roleArn", "arn:aws:iam::1:role/r")).Login.ExternalId);
    }

    private static S3Options Read(string? bucket, string? prefix, params (string Name, object Value)[] more)
    {
        var values = more.ToDictionary(option => option.Name, option => option.Value);
        if (bucket is not null)
            values["bucket"] = bucket;

        if (prefix is not null)
            values["prefix"] = prefix;

        return S3Options.From(new DialectSettings(values, stateFolder: "state"));
    }
}
