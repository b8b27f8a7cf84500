using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.PostgreSql.Images;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Sessions;

/// <summary>A connection with everything that is gone when it is: staging tables and prepared statements.</summary>
/// <param name="npgsql">The connection, owned.</param>
/// <param name="isFirst">Whether the session has written nothing yet over another one.</param>
internal sealed class SessionConnection(NpgsqlConnection npgsql, bool isFirst) : IAsyncDisposable
{
    // No signature of merge rules is this.
    private const string DeleterRules = "delete";
    private readonly Dictionary<(Type Type, string Rules), StagingWriterBase> _writers = [];

    private bool _looksForParents;
    private ImageStore? _images;
    private int _made;

    internal NpgsqlConnection Npgsql { get; } = npgsql;

    /// <summary>The number of the transaction that is open, or was last.</summary>
    internal long Transaction { get; set; }

    internal CopyBuffer Buffer { get; } = new();

    /// <summary>Looks at each transaction before it is committed; <see langword="null"/> when none is.</summary>
    internal CommitGuard? Guard { get; init; }

    /// <summary>The writer of a record type and its rules, if there is one already.</summary>
    internal StagingWriter<TRecord>? Writer<TRecord>(string rules) =>
        _writers.TryGetValue((typeof(TRecord), rules), out var writer) ? (StagingWriter<TRecord>)writer : null;

    /// <summary>Has writers made again where they are to keep images: those that <c>onStart</c> has used keep none.</summary>
    internal async ValueTask KeepImagesAsync(ImageStore? images)
    {
        if (images == _images)
            return;
        _images = images;
        SqlImages = images is null ? null : new(Npgsql, images);
        foreach (var writer in _writers.Values)
            await writer.DisposeAsync();
        _writers.Clear();
    }

    /// <summary>Makes the writer of a record type and its rules.</summary>
    internal StagingWriter<TRecord> AddWriter<TRecord>(
        string signature, TableBinding binding, RowEncoder<TRecord> encoder, MergeRules rules, BindingCache bindings, ImageTable? images)
    {
        var writer = new StagingWriter<TRecord>(Npgsql, binding, encoder, rules, ++_made, copiesNew: isFirst, bindings, images);
        _writers.Add((typeof(TRecord), signature), writer);
        return writer;
    }

    /// <summary>The deleter of a type of keys, if there is one already.</summary>
    internal StagingDeleter<TKey>? Deleter<TKey>() =>
        _writers.TryGetValue((typeof(TKey), DeleterRules), out var deleter) ? (StagingDeleter<TKey>)deleter : null;

    /// <summary>Makes the deleter of a type of keys.</summary>
    internal StagingDeleter<TKey> AddDeleter<TKey>(TableBinding keys, RowEncoder<TKey> encoder, ImageTable? images)
    {
        var deleter = new StagingDeleter<TKey>(Npgsql, keys, encoder, ++_made, images);
        _writers.Add((typeof(TKey), DeleterRules), deleter);
        return deleter;
    }

    /// <summary>Asked when the transaction, now rolled back, failed because rows are in a table already.</summary>
    /// <returns>Whether it copied rows straight into a table, and would merge them when it is done again.</returns>
    internal bool MergesInstead()
    {
        var merges = false;
        foreach (var writer in _writers.Values)
            merges |= writer.MergesInstead(Transaction);
        return merges;
    }

    /// <summary>Asked when the transaction, now rolled back, failed because rows that its own refer to are not there.</summary>
    /// <returns>Whether such rows will be found, and named, when it is done again.</returns>
    internal bool LooksForParents()
    {
        var looks = false;
        foreach (var writer in _writers.Values)
            looks |= writer.LooksForParents(Transaction);
        _looksForParents |= looks;
        return looks;
    }

    /// <summary>Looks, before the commit, for rows whose parents have not come.</summary>
    internal async Task EndAsync(CancellationToken cancellation)
    {
        if (!_looksForParents)
            return;
        foreach (var writer in _writers.Values)
            await writer.EndAsync(Transaction, cancellation);
    }

    /// <summary>Has images kept of what the profile's own SQL changes; <see langword="null"/>: none are kept.</summary>
    internal SqlImages? SqlImages { get; private set; }

    /// <summary>Takes back what the transaction, now rolled back, had made.</summary>
    internal void Forget()
    {
        SqlImages?.Forget();
        foreach (var writer in _writers.Values)
            writer.Forget(Transaction);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var writer in _writers.Values)
            await writer.DisposeAsync();
        if (Guard is not null)
            await Guard.DisposeAsync();
        await Npgsql.DisposeAsync();
    }
}
