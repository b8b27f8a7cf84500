using System.Data.Common;
using Dataflux.Dialects.MySql.Images;
using Dataflux.Dialects.MySql.Merging;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Dialects.Sql.Sessions;
using Dataflux.Engine.Ground;
using MySqlConnector;

namespace Dataflux.Dialects.MySql.Sessions;

/// <summary>A connection of a session.</summary>
/// <param name="database">The connection, owned.</param>
/// <param name="sender">Sends rows over it.</param>
/// <param name="isFirst">Whether the session has written nothing yet over another one.</param>
/// <param name="claim">Which process may write; <see langword="null"/>: whichever does.</param>
internal sealed class SessionConnection(MySqlConnection database, RowSender sender, bool isFirst, WriterClaim? claim)
    : SessionConnectionBase(database)
{
    // It is gone as soon as anything commits or takes back the transaction. The server says nothing then.
    private const string Savepoint = "dataflux";
    private bool _isSaved;
    private ImageStore? _images;

    internal MySqlConnection Database { get; } = database;

    internal RowSender Sender { get; } = sender;

    /// <summary>Whether the session has written nothing yet over another connection.</summary>
    internal bool IsFirst { get; } = isFirst;

    internal override async ValueTask<DbTransaction> BeginAsync(CancellationToken cancellation)
    {
        var transaction = await base.BeginAsync(cancellation);
        await SaveAsync(cancellation);
        return transaction;
    }

    /// <summary>Has writers made again where they are to keep images: those that <c>onStart</c> has used keep none.</summary>
    internal async ValueTask KeepImagesAsync(ImageStore? images)
    {
        if (images == _images)
            return;
        _images = images;
        await Writers.ClearAsync();
    }

    /// <summary>Marks where the transaction began.</summary>
    internal async Task SaveAsync(CancellationToken cancellation)
    {
        await Database.RunAsync($"savepoint {Savepoint}", cancellation);
        _isSaved = true;
    }

    internal override async Task CheckAsync(bool relies, CancellationToken cancellation)
    {
        if (!_isSaved)
            return;
        try
        {
            await Database.RunAsync($"release savepoint {Savepoint}", cancellation);
        }
        catch (MySqlException e) when ((int)e.ErrorCode == 1305)
        {
            throw new TargetException(
                "SQL of the profile, or a routine or trigger that it calls, has ended the transaction: MySQL commits by itself when a "
                + "table is changed. Part of the batch may be written, and is written again by the next run. Take that out of the script, "
                + "or into onStart",
                e);
        }

        if (claim is not null)
            claim.RefuseOther(await claim.CheckAsync(Database, cancellation));
    }

    internal override async Task RefuseOtherAsync(CancellationToken cancellation)
    {
        if (claim is not null && await claim.CheckAsync(Database, cancellation) is { } writer && claim.IsOther(writer))
            claim.RefuseOther(writer);
    }

    internal override void Forget()
    {
        _isSaved = false;
        base.Forget();
    }
}
