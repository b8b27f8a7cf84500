using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.PostgreSql.Images;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Dialects.Sql.Sessions;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Sessions;

/// <summary>A connection with everything that is gone when it is: staging tables and prepared statements.</summary>
/// <param name="npgsql">The connection, owned.</param>
/// <param name="isFirst">Whether the session has written nothing yet over another one.</param>
internal sealed class SessionConnection(NpgsqlConnection npgsql, bool isFirst) : SessionConnectionBase(npgsql)
{
    // No signature of merge rules is this.
    private const string DeleterRules = "delete";
    private ImageStore? _images;

    internal NpgsqlConnection Npgsql { get; } = npgsql;

    internal CopyBuffer Buffer { get; } = new();

    /// <summary>Looks at each transaction before it is committed; <see langword="null"/> when none is.</summary>
    internal CommitGuard? Guard { get; init; }

    /// <summary>Has writers made again where they are to keep images: those that <c>onStart</c> has used keep none.</summary>
    internal async ValueTask KeepImagesAsync(ImageStore? images)
    {
        if (images == _images)
            return;
        _images = images;
        SqlImages = images is null ? null : new(Npgsql, images);
        await Writers.ClearAsync();
    }

    /// <summary>The writer of a record type and its rules, if there is one already.</summary>
    internal StagingWriter<TRecord>? Writer<TRecord>(string rules) => Writers.Find<StagingWriter<TRecord>>(typeof(TRecord), rules);

    /// <summary>Makes the writer of a record type and its rules.</summary>
    internal StagingWriter<TRecord> AddWriter<TRecord>(
        string signature, TableBinding binding, RowEncoder<TRecord> encoder, MergeRules rules, BindingCache bindings, ImageTable? images) =>
        Writers.Add(typeof(TRecord), signature, number => new StagingWriter<TRecord>(
            Npgsql, Buffer, binding, encoder, rules, number, copiesNew: isFirst, bindings, images));

    /// <summary>The deleter of a type of keys, if there is one already.</summary>
    internal StagingDeleter<TKey>? Deleter<TKey>() => Writers.Find<StagingDeleter<TKey>>(typeof(TKey), DeleterRules);

    /// <summary>Makes the deleter of a type of keys.</summary>
    internal StagingDeleter<TKey> AddDeleter<TKey>(TableBinding keys, RowEncoder<TKey> encoder, ImageTable? images) =>
        Writers.Add(typeof(TKey), DeleterRules, number => new StagingDeleter<TKey>(Npgsql, keys, encoder, number, images));

    /// <summary>Has images kept of what the profile's own SQL changes; <see langword="null"/>: none are kept.</summary>
    internal SqlImages? SqlImages { get; private set; }

    internal override Task CheckAsync(bool relies, CancellationToken cancellation) => Guard!.CheckAsync(relies, cancellation);

    internal override Task RefuseOtherAsync(CancellationToken cancellation) => Guard!.RefuseOtherAsync(cancellation);

    internal override void Forget()
    {
        SqlImages?.Forget();
        base.Forget();
    }

    public override async ValueTask DisposeAsync()
    {
        if (Guard is not null)
            await Guard.DisposeAsync();
        await base.DisposeAsync();
    }
}
