using System.Text;
using Dataflux.Dialects.DynamoDbExport.Loose;
using Dataflux.Engine.Ground;

namespace Dataflux.Tests.Dialects.DynamoDbExport;

/// <summary>Files that hold something else than items are named by their shape, with what to do; word for word.</summary>
public sealed class ForeignShapeTests
{
    [Theory]
    [InlineData("""{"name":"package","version":"1.0.0"}""", "name")]
    [InlineData("""{"ModelName":"m","DataModel":[{"TableName":"t"}]}""", "ModelName")]
    [InlineData("""{"id":1,"tags":["x"]}""", "id")]
    [InlineData("""{"id":1,"lines":[{"no":1}]}""", "id")]
    [InlineData("""{"user":{"name":"Ann","age":3},"id":"1"}""", "user")]
    [InlineData("""[{"id":"1"},{"id":"2"}]""", "id")]
    [InlineData("""{"Items":[{"id":["1"]}],"Count":1}""", "id")]
    [InlineData("""{"Item":{"id":"1"}}""", "id")]
    [InlineData("{\"id\":\"1\"}\n{\"id\":\"2\"}\n", "id")]
    public void Plain_JSON_is_named(string text, string attribute)
    {
        Assert.Equal(
            $"test.json: is plain JSON: the value of \"{attribute}\" has no type; expected DynamoDB JSON, such as "
                + $"{{\"{attribute}\":{{\"S\":\"text\"}}}}: export the table again, or read it with 'aws dynamodb scan', which keeps the types; or read it as it is with 'type: files, format: ndjson'; files without items belong into another folder",
            Refused(text));
    }

    [Theory]
    [InlineData("""{"Records":[{"eventID":"1","eventName":"INSERT","dynamodb":{"NewImage":{"id":{"S":"1"}}}}]}""", ".Records[]")]
    [InlineData("""{"Records":[{"eventID":"1","dynamodb":{"Keys":{"id":{"S":"1"}}}}],"NextShardIterator":"x"}""", ".Records[]")]
    [InlineData("""{"awsRegion":"eu-west-1","userIdentity":null,"dynamodb":{"Keys":{"id":{"S":"1"}}}}""", "")]
    [InlineData("""{"dynamodb":{"NewImage":{"id":{"S":"1"}}},"eventID":"1"}""", "")]
    public void Events_of_a_stream_are_named(string text, string list)
    {
        Assert.Equal(
            "test.json: holds events of DynamoDB Streams (\"dynamodb\"), which are changes of a table and not its items; take an "
                + $"incremental export of the same time, or the new images alone: jq -c '{list}.dynamodb.NewImage | select(.)' file.json "
                + "> items.json",
            Refused(text));
    }

    [Theory]
    [InlineData("""{"Responses":{"Pets":[{"id":{"S":"a"}}]},"UnprocessedKeys":{}}""")]
    [InlineData("""{"UnprocessedKeys":{},"Responses":{"Pets":[{"id":{"S":"a"}}]}}""")]
    public void The_output_of_BatchGetItem_is_named(string text)
    {
        Assert.Equal(
            "test.json: is the output of BatchGetItem (\"Responses\"), whose lists of items are those of several tables; take out the one "
                + "that is meant, such as jq '.Responses.Pets' file.json > pets.json",
            Refused(text));
    }

    [Fact]
    public void The_outputs_of_TransactGetItems_and_BatchWriteItem_are_named()
    {
        Assert.Equal(
            "test.json: is the output of TransactGetItems (\"Responses\"), whose items may be those of several tables; take them out: jq "
            + "-c '.Responses[]' file.json > items.json",
            Refused("""{"Responses":[{"Item":{"id":{"S":"1"}}}]}"""));
        string[] answers =
        [
            """{"UnprocessedItems":{},"ItemCollectionMetrics":{}}""",
            """{"UnprocessedItems":{"Pets":[{"PutRequest":{"Item":{"id":{"S":"1"}}}}]}}""",
            """{"ConsumedCapacity":[],"UnprocessedItems":{}}""",
        ];
        Assert.All(answers, static text => Assert.Equal(
            "test.json: is the answer of BatchWriteItem (\"UnprocessedItems\"), which says what was not written; set 'path' to the "
                + "requests, or take out what is left: jq '.UnprocessedItems' file.json > rest.json",
            Refused(text)));
    }

    [Theory]
    [InlineData("""{"id":{"s":"a"},"n":{"n":"1"}}""", "s")]
    [InlineData("""{"Item":{"id":{"s":"a"}}}""", "s")]
    [InlineData("{\n  \"id\" : {\n \"bool\" : true } }", "bool")]
    public void Types_that_are_written_small_are_named(string text, string type)
    {
        Assert.Equal(
            $"test.json: the types of its attributes are written small (\"{type}\"), as AWS Data Pipeline and some SDKs write items; "
                + $"expected \"{type.ToUpperInvariant()}\": export the table again, or write the types large",
            Refused(text));
    }

    [Fact]
    public async Task Exports_with_manifests_are_not_read_as_loose_files_without_a_word()
    {
        using var export = new ExportBuilder().Lines("a.json.gz", """{"Item":{"id":{"S":"a"}}}""").Write();
        var one = await NoticesAsync(export.Root);
        export.CopyTo(Path.Combine(export.Root, "AWSDynamoDB", "later"));

        Assert.Equal($"{export.Folder} is an export with a manifest; without 'manifest: none' it is read with all its checks", one[1]);
        Assert.Equal(
            $"{export.Root} holds 2 exports with manifests (later, {Path.GetFileName(export.Folder)}), and 'manifest: none' reads the "
                + "files of all of them as one; leave it out, and name the export with 'export' or all of them with 'exports: all'",
            (await NoticesAsync(export.Root))[1]);
        Assert.Single(await NoticesAsync(export.DataPath("a.json.gz")));

        static async Task<IReadOnlyList<string>> NoticesAsync(string path)
        {
            await using var source = new LooseFileSource(path);
            return (await source.OpenAsync(TestContext.Current.CancellationToken)).Notices;
        }
    }

    private static string Refused(string text) => Assert.Throws<SourceException>(
        () => new LooseItemReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), "test.json").Read()).Message;
}
