using Dataflux.Dialects.Warehouse.Columns;
using Dataflux.Dialects.Warehouse.Options;
using Dataflux.Dialects.Warehouse.Publishing;
using Dataflux.Dialects.Warehouse.Stores;
using Dataflux.Dialects.Warehouse.Writing;
using Dataflux.Dialects.Sql;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.Warehouse;

/// <summary>Files for a warehouse, opened for one run.</summary>
internal sealed class FilesTarget : ITargetConnection
{
    private readonly FilesOptions _options;
    private readonly FolderStore _store;
    private readonly Publication _publication;
    private readonly TableShapes _shapes = new();

    internal FilesTarget(FilesOptions options, string stateFolder, FileLimits? limits = null)
    {
        _options = options;
        _store = new FolderStore(options.Path);
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
        Check(recordTypes, type => _shapes.OfRecord(type).Table);
        return Task.CompletedTask;
    }

    public Task PrepareDeletesAsync(IReadOnlyList<Type> keyTypes, CancellationToken cancellation)
    {
        Check(keyTypes, type => _shapes.OfKey(type).Table);
        return Task.CompletedTask;
    }

    public Task<ITargetSession> OpenSessionAsync(CancellationToken cancellation) =>
        Task.FromResult<ITargetSession>(new FilesSession(_shapes, _publication));

    public Failure Classify(Exception exception) => exception switch
    {
        RowValueException wrong => new(FailureKind.Row, wrong.Message) { Code = wrong.Code, Column = wrong.Column, Table = wrong.Table },
        DatafluxException => Failure.Systemic(exception.Message),
        IOException or UnauthorizedAccessException => Failure.Systemic(exception.Message),
        _ => Failure.OfProfile(exception),
    };

    public ValueTask DisposeAsync()
    {
        _store.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Check(IReadOnlyList<Type> types, Func<Type, FileTable> find)
    {
        var findings = new List<TargetFinding>();
        foreach (var type in types)
        {
            try
            {
                findings.AddRange(TableCheck.Find(type, find(type), _options));
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
