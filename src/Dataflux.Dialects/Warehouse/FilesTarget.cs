using Dataflux.Dialects.Aws.S3;
using Dataflux.Dialects.Warehouse.Columns;
using Dataflux.Dialects.Warehouse.Options;
using Dataflux.Dialects.Warehouse.Publishing;
using Dataflux.Dialects.Warehouse.Readers;
using Dataflux.Dialects.Warehouse.Stores;
using Dataflux.Dialects.Warehouse.Writing;
using Dataflux.Dialects.Sql;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.Warehouse;

/// <summary>Files for a warehouse, opened for one run.</summary>
internal sealed class FilesTarget : ITargetConnection
{
    private const int QuickRetries = 2; // when it is its turn again, all is done again that is not in its place

    private static readonly S3Answers BucketAnswers = new()
    {
        Section = "target",
        Bucket = "'path' under 'target:'",
        Place = "'path' under 'target:'",
        NoObject = "; it was deleted while the run worked: run the same command",
        Refusal = ", or s3:ListBucket, without which it cannot be seen that an object is not there",
        KeyPermission = "kms:GenerateDataKey",
    };

    private readonly FilesOptions _options;
    private readonly IFileStore _store;
    private readonly Publication _publication;
    private readonly TableShapes _shapes = new();

    internal FilesTarget(FilesOptions options, string stateFolder, FileLimits? limits = null)
    {
        _options = options;
        _store = Open(options, stateFolder);
        _publication = new(options, limits ?? FileLimits.Usual, _store, stateFolder);
        Capabilities = new()
        {
            IsTransactional = true,
            IsAppendOnly = true,
            MakesTables = true,
            TimePrecision = TimeSpan.FromMicroseconds(1),
            Publication = _publication,
        };
    }

    public string Location => _options.Location;

    public TargetCapabilities Capabilities { get; }

    public Task PrepareAsync(IReadOnlyList<Type> recordTypes, CancellationToken cancellation)
    {
        Check(recordTypes, type => _shapes.OfRecord(type).Table, _options);
        return Task.CompletedTask;
    }

    public Task PrepareDeletesAsync(IReadOnlyList<Type> keyTypes, CancellationToken cancellation)
    {
        Check(keyTypes, type => _shapes.OfKey(type).Table, _options);
        return Task.CompletedTask;
    }

    public Task<ITargetSession> OpenSessionAsync(CancellationToken cancellation) =>
        Task.FromResult<ITargetSession>(
            new FilesSession(_shapes, _publication, Reader.Of(_options.For).Min(static reader => reader.LongestText)));

    public Failure Classify(Exception exception) => exception switch
    {
        RowValueException wrong => new(FailureKind.Row, wrong.Message) { Code = wrong.Code, Column = wrong.Column, Table = wrong.Table },
        S3RequestException request => BucketAnswers.Classify(request),
        DatafluxException => Failure.Systemic(exception.Message),
        IOException or UnauthorizedAccessException => Failure.Systemic(exception.Message),
        _ => Failure.OfProfile(exception),
    };

    /// <summary>Writes the statements by which a warehouse reads the tables of record types.</summary>
    /// <exception cref="TargetException">It cannot hold them, or the manifest cannot be read.</exception>
    internal async Task<string> WriteStatementsAsync(Reader reader, IReadOnlyList<Type> records, CancellationToken cancellation)
    {
        Check(records, type => _shapes.OfRecord(type).Table, _options with { For = [reader.Name] });
        Manifest? shown;
        try
        {
            shown = await _store.ReadAsync(Manifest.FileName, cancellation) is { } content ? Manifest.Parse(content) : null;
        }
        catch (S3RequestException e)
        {
            throw new TargetException(BucketAnswers.Classify(e).Message, e);
        }

        var tables = _shapes.Tables.Select(table => new LoadedTable(
            table, _options, shown?.Tables.FirstOrDefault(one => one.Name == table.Name), _store.UrlOf));
        return string.Join("\n\n", tables.Select(table =>
            $"-- {reader.Title}: the table '{table.Table.Name}'. Not run against the service.\n{reader.Write(table)}\n"));
    }

    public ValueTask DisposeAsync()
    {
        _publication.Dispose();
        _store.Dispose();
        return ValueTask.CompletedTask;
    }

    private static IFileStore Open(FilesOptions options, string stateFolder)
    {
        if (options.Bucket is not { } bucket)
            return new FolderStore(options.Path);

        var store = new S3Store(
            () => S3Clients.Create(bucket.Login, bucket.PathStyle, options.Path, QuickRetries), bucket.Name);
        return new BucketStore(store, new(store, Path.Combine(stateFolder, "upload"), bucket.PartBytes), bucket.Prefix);
    }

    private static void Check(IReadOnlyList<Type> types, Func<Type, FileTable> find, FilesOptions options)
    {
        var findings = new List<TargetFinding>();
        foreach (var type in types)
        {
            try
            {
                findings.AddRange(TableCheck.Find(type, find(type), options));
            }
            catch (TargetException e)
            {
                findings.Add(new(type, null, e.Message));
            }
        }

        if (findings.Count > 0)
        {
            throw new TargetException(string.Join(Environment.NewLine, findings.Select(static finding => finding.Message)))
            {
                Findings = findings,
            };
        }
    }
}
