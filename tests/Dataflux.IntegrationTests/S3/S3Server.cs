using System.Diagnostics;
using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

[assembly: AssemblyFixture(typeof(Dataflux.IntegrationTests.S3.S3Server))]

namespace Dataflux.IntegrationTests.S3;

/// <summary>
/// A real S3-compatible server (s3rver, an npm package) on a free port, started by the first test that asks. The package is
/// installed once into a folder named after its lock file.
/// </summary>
public sealed class S3Server : IAsyncDisposable
{
    internal const string AccessKey = "S3RVER";
    internal const string Secret = "S3RVER";
    private const string Listening = "listening on ";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly Lazy<Task> _started;
    private readonly string _data = Directory.CreateTempSubdirectory("dataflux-s3-").FullName;
    private Process? _process;
    private AmazonS3Client? _client;
    private int _buckets;

    public S3Server() => _started = new(StartAsync);

    /// <summary>The server's address, once a bucket was made.</summary>
    internal IPEndPoint Address { get; private set; } = null!;

    internal string Url => $"http://{Address}";

    internal AmazonS3Client Client => _client!;

    /// <summary>Makes an empty bucket.</summary>
    internal async Task<string> CreateBucketAsync()
    {
        await _started.Value;
        var bucket = $"bucket-{Interlocked.Increment(ref _buckets)}";
        await Client.PutBucketAsync(bucket);
        return bucket;
    }

    /// <summary>Uploads a folder with all that is below it.</summary>
    internal async Task UploadAsync(string bucket, string prefix, string folder)
    {
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            await PutAsync(bucket, $"{prefix}{Path.GetRelativePath(folder, file).Replace('\\', '/')}", await File.ReadAllBytesAsync(file));
    }

    /// <summary>The keys of a bucket that begin with a prefix.</summary>
    internal async Task<IReadOnlyList<string>> KeysAsync(string bucket, string prefix)
    {
        var page = await Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, Prefix = prefix });
        return [.. (page.S3Objects ?? []).Select(static found => found.Key)];
    }

    /// <summary>Makes a folder that holds what is below a prefix, and nothing else.</summary>
    internal async Task DownloadAsync(string bucket, string prefix, string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);

        foreach (var key in await KeysAsync(bucket, prefix))
        {
            var path = Path.Combine(folder, key[prefix.Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var answer = await Client.GetObjectAsync(bucket, key);
            await using var file = File.Create(path);
            await answer.ResponseStream.CopyToAsync(file);
        }
    }

    internal Task PutAsync(string bucket, string key, byte[] bytes) => Client.PutObjectAsync(new PutObjectRequest
    {
        BucketName = bucket,
        Key = key,
        InputStream = new MemoryStream(bytes),
        UseChunkEncoding = false,
    });

    /// <summary>The objects below a prefix with their bytes, by their keys.</summary>
    internal async Task<IReadOnlyList<(string Key, byte[] Bytes)>> ListAsync(string bucket, string prefix)
    {
        var objects = new List<(string, byte[])>();
        foreach (var found in (await Client.ListObjectsV2Async(new() { BucketName = bucket, Prefix = prefix })).S3Objects ?? [])
        {
            using var answer = await Client.GetObjectAsync(bucket, found.Key);
            using var bytes = new MemoryStream();
            await answer.ResponseStream.CopyToAsync(bytes);
            objects.Add((found.Key, bytes.ToArray()));
        }

        return objects;
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        Directory.Delete(_data, recursive: true);
    }

    private async Task StartAsync()
    {
        var program = Path.Combine(
            await NpmPackages.InstallAsync(Path.Combine("S3", "server")), "node_modules", "s3rver", "bin", "s3rver.js");
        _process = NpmPackages.Start("node", [program, "-d", _data, "-a", "127.0.0.1", "-p", "0", "-s"], _data);
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        var line = "";
        while (!line.Contains(Listening, StringComparison.Ordinal))
        {
            line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience)
                ?? throw new InvalidOperationException("the S3-compatible server ended before it listened");
        }

        Address = IPEndPoint.Parse(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim());
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", AccessKey);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", Secret);
        _client = new AmazonS3Client(new BasicAWSCredentials(AccessKey, Secret), new AmazonS3Config
        {
            ServiceURL = $"http://{Address}",
            ForcePathStyle = true,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        });
    }
}
