using System.Data.Common;
using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Dialects.PostgreSql.Embedded;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.PostgreSql.Scratch;

/// <summary>Scratch schemas, in the target's own database or in that of a private server.</summary>
internal sealed class PostgreSqlScratch : IScratchTargets
{
    public Task<IScratchDatabase> OpenAsync(DialectSettings settings, CancellationToken cancellation)
    {
        var connection = PostgreSqlConnection.From(settings);
        return connection.EmbeddedFolder is { } folder && !ClusterRecord.IsIn(folder)
            ? OpenPrivateAsync(settings, cancellation)
            : OrRefusedAsync<IScratchDatabase>(async () => await ScratchDatabase.OpenAsync(connection, OpenInsteadAsync, cancellation));

        Task<ScratchDatabase> OpenInsteadAsync() => ScratchDatabase.OpenAsync(Private(settings), instead: null, cancellation);
    }

    public Task<IScratchDatabase> OpenPrivateAsync(DialectSettings settings, CancellationToken cancellation) =>
        OrRefusedAsync<IScratchDatabase>(async () => await ScratchDatabase.OpenAsync(Private(settings), instead: null, cancellation));

    /// <summary>What a call gives; what the server refuses is said as a refusal.</summary>
    internal static async Task<T> OrRefusedAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (DbException e)
        {
            throw new ScratchRefusedException($"copies of the tables cannot be made: {e.Message}");
        }
    }

    private static PostgreSqlConnection Private(DialectSettings settings)
    {
        var folder = Path.Combine(Path.GetDirectoryName(settings.StateFolder)!, "cache", "scratch");
        return PostgreSqlConnection.From(new DialectSettings(new Dictionary<string, object>(), folder));
    }
}
