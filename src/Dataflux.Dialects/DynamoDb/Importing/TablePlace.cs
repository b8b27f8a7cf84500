using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Dataflux.Dialects.Aws.S3;
using Dataflux.Dialects.DynamoDb.Options;
using Dataflux.Dialects.DynamoDb.Tables;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.DynamoDb.Importing;

/// <summary>
/// Where the files of a table are: <c>data/</c> has what is imported and nothing else, since an import reads all that is there; beside it
/// are the manifest and the request.
/// </summary>
/// <param name="store">The bucket.</param>
/// <param name="upload">Brings files into it.</param>
/// <param name="place">The target's place in it.</param>
/// <param name="table">The table.</param>
internal sealed class TablePlace(S3Store store, S3Upload upload, ImportPlace place, string table)
{
    private const string RequestFile = "import-table.json";
    private readonly string _root = place.Prefix.Length == 0 ? $"{table}/" : $"{place.Prefix}/{table}/";

    /// <summary>It for people.</summary>
    internal string Location => store.Locate(_root);

    private string Data => _root + "data/";

    private string Manifest => _root + ImportManifest.FileName;

    /// <summary>Refuses a place that holds what this migration has not written.</summary>
    /// <param name="migration">The migration; <see langword="null"/>: nobody has said it.</param>
    /// <param name="cancellation">Stops the requests.</param>
    /// <exception cref="TargetException">It does.</exception>
    internal async Task CheckAsync(string? migration, CancellationToken cancellation)
    {
        var content = await store.TryReadAsync(Manifest, cancellation);
        if (content is not null && ImportManifest.Parse(content) is { } shown)
        {
            if (migration is not null && shown.Migration != migration)
            {
                throw new TargetException(
                    $"{Location} holds the files of the migration '{shown.Migration}'; give '{migration}' another 'path' under 'target:'");
            }

            return;
        }

        if ((await store.ListAsync(_root, after: null, cancellation)).Objects is [var first, ..])
        {
            throw new TargetException(
                $"{Location} holds {first.Key}, which no import of dataflux has written; an import reads everything in its place, so give "
                + "another 'path' under 'target:', or delete what is there");
        }
    }

    /// <summary>Brings files to their places, and the manifest behind them; what was there before goes.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="rows">How many changes the files are made of.</param>
    /// <param name="files">The files, each made when it is asked for.</param>
    /// <param name="key">The table's key.</param>
    /// <param name="step">Told each step.</param>
    /// <param name="cancellation">Stops the requests.</param>
    internal async Task<IReadOnlyList<MadeFile>> BringAsync(
        string migration, long rows, IEnumerable<(MadeFile File, string Path)> files, IReadOnlyList<KeyAttribute> key, Action<string> step,
        CancellationToken cancellation)
    {
        var manifest = new ImportManifest { Migration = migration, Table = table, IsComplete = false };
        await store.PutAsync(Manifest, manifest.ToBytes(), cancellation);
        step(ImportSteps.Noted);
        await upload.TakeBackAsync();
        var brought = new List<MadeFile>();
        foreach (var (file, path) in files)
        {
            await upload.BringAsync(path, Data + file.Name, cancellation);
            brought.Add(file);
            step(ImportSteps.Brought);
        }

        await DeleteOthersAsync([.. brought.Select(file => Data + file.Name)], cancellation);
        await store.PutAsync(_root + RequestFile, ImportRequest.ToJson(Request(key, token: null)), cancellation);
        var items = brought.Sum(static file => file.Items);
        manifest = manifest with { IsComplete = true, Items = items, Superseded = rows - items, Files = brought };
        await store.PutAsync(Manifest, manifest.ToBytes(), cancellation);
        step(ImportSteps.Shown);
        return brought;
    }

    /// <summary>The request to import the files.</summary>
    /// <param name="key">The table's key.</param>
    /// <param name="token">The token; <see langword="null"/>: without one.</param>
    internal ImportTableRequest Request(IReadOnlyList<KeyAttribute> key, string? token) => new()
    {
        ClientToken = token,
        S3BucketSource = new() { S3Bucket = place.Bucket, S3KeyPrefix = Data },
        InputFormat = InputFormat.DYNAMODB_JSON,
        InputCompressionType = InputCompressionType.GZIP,
        TableCreationParameters = new()
        {
            TableName = table,
            AttributeDefinitions = [.. key.Select(static one => new AttributeDefinition(one.Name, one.Type))],
            KeySchema = [.. key.Select(static (one, i) => new KeySchemaElement(one.Name, i == 0 ? KeyType.HASH : KeyType.RANGE))],
            BillingMode = BillingMode.PAY_PER_REQUEST,
        },
    };

    private async Task DeleteOthersAsync(HashSet<string> kept, CancellationToken cancellation)
    {
        var (last, more) = ((string?)null, true);
        while (more)
        {
            (var objects, more) = await store.ListAsync(Data, last, cancellation);
            foreach (var one in objects.Where(one => !kept.Contains(one.Key)))
                await store.DeleteAsync(one.Key, cancellation);

            last = objects.Count == 0 ? last : objects[^1].Key;
        }
    }
}
