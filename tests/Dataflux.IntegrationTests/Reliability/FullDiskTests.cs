using Dataflux.IntegrationTests.Executable;
using Dataflux.IntegrationTests.S3;

namespace Dataflux.IntegrationTests.Reliability;

/// <summary>A disk that is really full: the run stops, says which disk, and goes on when there is room.</summary>
public sealed class FullDiskTests(PostgreSqlFixture server, S3Server store)
{
    private static readonly string[] Migrate = ["migrate", "pictures.yaml", "--batch-size", "40"];

    [Fact]
    public async Task A_full_disk_under_state_and_rejects_stops_the_run_and_room_lets_it_go_on()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.GenerateExportAsync("--items", "2000", "--files", "6", "--bad");
        workspace.EditProfile(
            "row.PictureId < maxId;", "(row.PictureId % 2 == 0 ? throw new InvalidOperationException(\"even\") : row.PictureId < maxId);");
        var expected = await Outcome.OfUndisturbedAsync(workspace, Migrate);
        await using var disk = await SmallDisk.MountAsync(workspace.State, "256k");

        var output = await workspace.RunAsync(4, Migrate);

        Assert.Contains("is full (No space left on device", output);
        Assert.Contains($"the disk of the state folder {workspace.State}", output);
        Assert.Contains("free space there, then run the same command again", output);
        await disk.GrowAsync("64m");
        await workspace.RunAsync(1, Migrate);
        Assert.Equal(expected, await Outcome.OfAsync(workspace));
    }

    [Fact]
    public async Task A_full_disk_under_files_fetched_from_S3_stops_the_run_and_room_lets_it_go_on()
    {
        using var workspace = await Workspace.CreateAsync(server);
        var export = await workspace.GenerateExportAsync("--items", "6000", "--files", "2", "--bad");
        var expected = await Outcome.OfUndisturbedAsync(workspace, Migrate);
        var bucket = await store.CreateBucketAsync();
        await store.UploadAsync(bucket, "daily/", export);
        var folder = Path.Combine(workspace.Folder, "fetched");
        await using var disk = await SmallDisk.MountAsync(folder, "32k");
        string[] migrate =
        [
            .. Migrate, "--source-type", "s3-dynamodb", "--s3-bucket", bucket, "--s3-prefix", "daily/", "--export", "latest",
            "--set", $"source.endpoint=http://{store.Address}", "--set", $"source.tempFolder={folder}",
        ];

        var output = await workspace.RunAsync(4, migrate);

        Assert.Contains("No space left on device", output);
        Assert.Contains("make room, set 'tempFolder' under 'source:', or set 'stream: true'", output);
        await disk.GrowAsync("64m");
        await workspace.RunAsync(1, migrate);
        Assert.Equal(expected, await Outcome.OfAsync(workspace));
    }

    [Fact]
    public async Task A_full_disk_under_partitions_stops_the_run_rejects_nothing_and_room_lets_it_go_on()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.GenerateExportAsync("--items", "4000", "--files", "6", "--bad");
        File.AppendAllText(Path.Combine(workspace.Folder, "migrations", "pictures.yaml"), "group: { scope: export }\n");
        var expected = await Outcome.OfUndisturbedAsync(workspace, Migrate);
        await using var disk = await SmallDisk.MountAsync(workspace.State, "192k");

        var output = await workspace.RunAsync(4, Migrate);

        Assert.Contains("is full (No space left on device", output);
        Assert.Contains("free space there, then run the same command again", output);
        Assert.Equal("0", await workspace.SqlAsync("select count(*) from picture"));
        await disk.GrowAsync("64m");
        await workspace.RunAsync(1, Migrate);
        Assert.Equal(expected, await Outcome.OfAsync(workspace));
    }

    [Fact]
    public async Task A_full_disk_of_the_server_stops_the_run_and_rejects_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("dfsmall").FullName;
        await using var disk = await SmallDisk.MountAsync(folder, "300k");
        await PostgreSqlServer.RunAsync("chown", PostgreSqlServer.ServerUser, folder);
        await using var own = await OwnServer.StartAsync(options: "-c fsync=off");
        using var workspace = Workspace.CreateFor(own.ConnectionString("postgres") + ";Pooling=false");
        await workspace.GenerateExportAsync("--items", "2000", "--files", "6", "--bad");
        await workspace.RunAsync(1, Migrate);
        var expected = await Outcome.OfAsync(workspace);
        workspace.ForgetState();
        await own.SqlAsync("drop table picture; drop sequence picture_id_seq");
        await own.SqlAsync($"create tablespace small location '{folder}'");
        await own.SqlAsync("alter database postgres set default_tablespace = small");

        var output = await workspace.RunAsync(4, Migrate);

        Assert.Contains("SQLSTATE 53100", output);
        Assert.Contains("Free space on the server's disk, then run again", output);
        await disk.GrowAsync("64m");
        await workspace.RunAsync(1, Migrate);
        Assert.Equal(expected, await Outcome.OfAsync(workspace));
    }
}
