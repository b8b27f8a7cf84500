using Dataflux.Definitions;

using Dataflux.Engine.Ground;
namespace Dataflux.Tests.Cli;

public sealed class VariableTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("${HOST}", "db")]
    [InlineData("a-${HOST}-${HOST}-b", "a-db-db-b")]
    [InlineData("${MISSING:-x y}", "x y")]
    [InlineData("${EMPTY:-x}", "x")]
    [InlineData("$${HOST}", "${HOST}")]
    [InlineData("$HOST costs 5$", "$HOST costs 5$")]
    [InlineData("$$$$", "$$")]
    public void A_value_is_expanded(string written, string expected)
    {
        _work.Set("HOST", "db").Set("EMPTY", "").WithPictures($"options: {{ value: '{written}' }}");

        Assert.Equal(expected, _work.Read().OrThrow().Options["value"]);
    }

    [Fact]
    public void Every_unset_variable_is_named_at_its_place()
    {
        _work.WithPictures("""
            batchSize: ${SIZE}
            options:
              a: x${A}y${B}
              b: "${C}"
            """);

        Assert.Equal(
            ["pictures.yaml(8,12): SIZE", "pictures.yaml(10,7): A", "pictures.yaml(10,12): B", "pictures.yaml(11,7): C"],
            _work.Read().Problems.Select(problem => $"{problem.Path}({problem.Line},{problem.Column}): {problem.Message.Split('\'')[1]}"));
    }

    [Theory]
    [InlineData("${HOST")]
    [InlineData("${}")]
    [InlineData("${1ST}")]
    [InlineData("${A B}")]
    public void A_malformed_variable_is_an_error(string written)
    {
        _work.WithPictures($"options: {{ value: '{written}' }}");

        Assert.Equal(ProblemCode.BadVariable, Assert.Single(_work.Read().Problems).Code);
    }

    [Fact]
    public void A_flag_makes_up_for_an_unset_variable()
    {
        _work.With("pictures.csx", "").With("pictures.yaml", """
            name: pictures
            profile: pictures.csx
            source: { type: s3-dynamodb, bucket: "${S3_BUCKET}" }
            target: { type: postgresql }
            """);
        Assert.Equal(ProblemCode.UnsetVariable, Assert.Single(_work.Read().Problems).Code);

        var overrides = new Overrides();
        overrides.Set("source.bucket=mine");
        Assert.Equal("mine", _work.Read(overrides).OrThrow().Source.Values["bucket"]);
    }

    [Fact]
    public void An_empty_value_is_not_given()
    {
        _work.WithPictures("batchSize: ${SIZE:-}\noptions: { a: '${SIZE:-}' }");

        var definition = _work.Read().OrThrow();
        Assert.Null(definition.Migration.BatchSize);
        Assert.Empty(definition.Options);
    }

    [Fact]
    public void Opening_the_target_does_not_ask_for_the_sources_variables()
    {
        _work.With("pictures.yaml", """
            name: pictures
            profile: pictures.csx
            source: { type: s3-dynamodb, bucket: "${S3_BUCKET}" }
            target: { type: postgresql, host: db }
            """);

        Assert.Equal("db", _work.Read(targetOnly: true).OrThrow().Target.Values["host"]);
    }
}
