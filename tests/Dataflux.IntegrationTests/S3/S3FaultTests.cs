using Dataflux.Engine.Ground;
using Dataflux.Tests.Dialects.DynamoDbExport;

namespace Dataflux.IntegrationTests.S3;

/// <summary>Whatever happens on the way, a file is read completely or the reading stops with a clear message.</summary>
public sealed class S3FaultTests(S3Server server)
{
    [Theory]
    [CombinatorialFaults(Fault.None, Fault.Cut, Fault.Reset, Fault.Refuse, Fault.SlowDown, Fault.Trickle, Fault.Stall)]
    public async Task A_fault_that_passes_ends_in_the_complete_set_of_items(Fault fault, bool stream)
    {
        await using var export = await S3Export.CreateAsync(server);
        await using var reading = export.Reading(stream);
        export.Proxy.Plan(S3Export.Large, fault, times: 3);

        var items = await reading.ReadAllAsync();

        Assert.Equal(export.Expected, items);
    }

    [Theory]
    [InlineData(Fault.Cut)]
    [InlineData(Fault.Reset)]
    [InlineData(Fault.Stall)]
    public async Task A_broken_download_goes_on_where_it_ended(Fault fault)
    {
        await using var export = await S3Export.CreateAsync(server);
        await using var reading = export.Reading();
        export.Proxy.Plan(S3Export.Large, fault, times: 1);

        await reading.ReadAllAsync();

        var gets = export.Proxy.Requests.Where(head => head.StartsWith("GET", StringComparison.Ordinal) && head.Contains(S3Export.Large))
            .ToList();
        Assert.Equal(2, gets.Count);
        Assert.DoesNotContain("Range: bytes", gets[0], StringComparison.OrdinalIgnoreCase);
        Assert.Matches(@"(?i)\r\nRange: bytes=[1-9]\d+-", gets[1]);
        Assert.Contains("\r\nIf-Match: ", gets[1], StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wrong_MD5_is_an_error_although_everything_else_is_right(bool stream)
    {
        await using var export = await S3Export.CreateAsync(server);
        await using var reading = export.Reading(stream);
        export.Proxy.Plan(S3Export.Large, Fault.Alter, times: int.MaxValue);

        var failure = await Assert.ThrowsAsync<SourceException>(reading.ReadAllAsync);

        Assert.Contains("the MD5 is", failure.Message);
        Assert.Contains(S3Export.LargeKey, failure.Message);
        if (!stream)
            Assert.Single(reading.Items); // of the file before: not one item of the damaged one was handed out
    }

    [Fact]
    public async Task Bytes_damaged_on_the_way_are_fetched_once_more()
    {
        await using var export = await S3Export.CreateAsync(server);
        await using var reading = export.Reading();
        export.Proxy.Plan(S3Export.Large, Fault.Alter, times: 1);

        Assert.Equal(export.Expected, await reading.ReadAllAsync());
    }

    [Fact]
    public async Task An_object_written_again_is_the_same_file_while_the_manifest_has_its_MD5_and_is_checked_when_it_is_read()
    {
        await using var export = await S3Export.CreateAsync(server);
        await using var first = export.Reading();
        var before = await first.OpenAsync();
        await server.PutAsync(export.Bucket, S3Export.LargeKey, ExportBuilder.Gzip("""{"Item":{"id":{"S":"another"}}}""" + "\n"));

        await using var second = export.Reading();
        var after = await second.OpenAsync();

        Assert.Equal(before.Parts.Select(part => part.Fingerprint), after.Parts.Select(part => part.Fingerprint));
        var failure = await Assert.ThrowsAsync<SourceException>(second.ReadAllAsync);
        Assert.Contains("the MD5 is", failure.Message);
        Assert.Single(second.Items);
    }

    [Fact]
    public async Task An_object_without_MD5_that_was_written_again_between_runs_is_another_file()
    {
        using var local = new ExportBuilder().File("a.json", Version('a'), Lines, md5: null)
            .Lines("b.json", """{"Item":{"id":{"S":"x"}}}""").Write();
        var bucket = await server.CreateBucketAsync();
        await server.UploadAsync(bucket, "", local.Root);
        await using var first = new S3Reading($"http://{server.Address}", bucket, "dynamodb-export");
        var before = await first.OpenAsync();
        await server.PutAsync(bucket, $"dynamodb-export/AWSDynamoDB/{ExportBuilder.Id}/data/a.json", Version('b'));

        await using var second = new S3Reading($"http://{server.Address}", bucket, "dynamodb-export");
        var after = await second.OpenAsync();

        Assert.Equal(
            ["a.json"],
            after.Parts.Zip(before.Parts).Where(pair => pair.First.Fingerprint != pair.Second.Fingerprint)
                .Select(pair => pair.First.ShortName));
    }

    [Fact]
    public async Task An_object_replaced_during_its_download_is_fetched_anew_and_refused_by_its_MD5()
    {
        await using var export = await S3Export.CreateAsync(server);
        await using var reading = export.Reading();
        var other = ExportBuilder.Gzip(
            string.Join('\n', Enumerable.Range(0, 50_000).Select(i => $$$$"""{"Item":{"id":{"N":"{{{{i}}}}"}}}""")));
        export.Proxy.AfterFault = () => server.PutAsync(export.Bucket, S3Export.LargeKey, other);
        export.Proxy.Plan(S3Export.Large, Fault.Cut, times: 1);

        var failure = await Assert.ThrowsAsync<SourceException>(reading.ReadAllAsync);

        Assert.Contains("the MD5 is", failure.Message);
        Assert.Single(reading.Items);
    }

    [Fact]
    public async Task Halves_of_two_objects_are_never_joined_though_nothing_but_the_ETag_tells_them_apart()
    {
        // Neither has the manifest an MD5, nor does the store know If-Match, nor is the length another one.
        const string key = $"dynamodb-export/AWSDynamoDB/{ExportBuilder.Id}/data/a.json";
        using var local = new ExportBuilder().File("a.json", Version('a'), Lines, md5: null).Write();
        var bucket = await server.CreateBucketAsync();
        await server.UploadAsync(bucket, "", local.Root);
        await using var proxy = new FaultyProxy(server.Address) { Ignored = "If-Match" };
        await using var reading = new S3Reading(proxy.Url, bucket, "dynamodb-export");
        proxy.AfterFault = () => server.PutAsync(bucket, key, Version('b'));
        proxy.Plan("a.json", Fault.Cut, times: 1);

        var items = await reading.ReadAllAsync();

        Assert.Equal(Lines, items.Count);
        Assert.All(items, item => Assert.Contains("bbbb", item, StringComparison.Ordinal));
    }

    private const int Lines = 4_000;

    private static byte[] Version(char letter) => System.Text.Encoding.UTF8.GetBytes(
        string.Concat(
            Enumerable.Range(0, Lines)
                .Select(i => $$$$"""{"Item":{"id":{"N":"{{{{i}}}}"},"version":{"S":"{{{{new string(letter, 300)}}}}"}}}""" + "\n")));

    [Fact]
    public async Task An_object_replaced_while_it_is_processed_stops_the_reading()
    {
        await using var export = await S3Export.CreateAsync(server);
        await using var reading = export.Reading(stream: true);
        var same = await File.ReadAllBytesAsync(export.Local.DataPath(S3Export.Large), S3Reading.Stop);
        export.Proxy.AfterFault = () => server.PutAsync(export.Bucket, S3Export.LargeKey, [.. same, 0]);
        export.Proxy.Plan(S3Export.Large, Fault.Cut, times: 1);

        var failure = await Assert.ThrowsAsync<SourceException>(reading.ReadAllAsync);

        Assert.Contains("was replaced while it was read", failure.Message);
    }

    [Theory]
    [InlineData(Fault.AccessDenied, "lack s3:GetObject on arn:aws:s3:::")]
    [InlineData(Fault.OtherRegion, "the bucket is in another region")]
    public async Task A_refusal_stops_at_once_and_says_what_to_change(Fault fault, string expected)
    {
        await using var export = await S3Export.CreateAsync(server);
        await using var reading = export.Reading();
        var opened = await reading.OpenAsync();
        export.Proxy.Plan(S3Export.Large, fault, times: int.MaxValue);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => reading.ReadAsync(opened.Parts[1]));

        var classified = reading.Classify(failure);
        Assert.Equal(FailureKind.Systemic, classified.Kind);
        Assert.Contains(expected, classified.Message);
        Assert.Contains(S3Export.LargeKey, classified.Message);
        Assert.DoesNotContain(S3Server.Secret, classified.Message);
        Assert.Equal(0, reading.Retries);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_object_deleted_after_opening_is_no_empty_file(bool stream)
    {
        await using var export = await S3Export.CreateAsync(server);
        await using var reading = export.Reading(stream);
        var opened = await reading.OpenAsync();
        await server.Client.DeleteObjectAsync(export.Bucket, S3Export.LargeKey, S3Reading.Stop);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => reading.ReadAsync(opened.Parts[1]));

        Assert.Contains("there is no such object", reading.Classify(failure).Message);
        Assert.Empty(reading.Items);
    }

    [Fact]
    public async Task Files_larger_than_the_room_for_them_are_read_one_after_the_other()
    {
        await using var export = await S3Export.CreateAsync(server);
        await using var reading = export.Reading(tempBytes: 1);

        Assert.Equal(export.Expected, await reading.ReadAllAsync());
        Assert.Single(reading.Fetched);
    }

    [Fact]
    public async Task Bucket_and_folder_give_the_same_files()
    {
        await using var export = await S3Export.CreateAsync(server);
        await using var reading = export.Reading();

        var there = await reading.OpenAsync();
        var here = await export.OpenLocalAsync();

        Assert.Equal(here.Parts.Select(part => (part.Name, part.ItemCount)), there.Parts.Select(part => (part.Name, part.ItemCount)));
        Assert.Equal((here.Id, here.Time, here.ItemCount), (there.Id, there.Time, there.ItemCount));
    }
}
