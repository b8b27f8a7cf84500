using System.Data.Common;
using System.Runtime.ExceptionServices;
using Dataflux.Dialects.MySql.Ground;
using Dataflux.Dialects.MySql.Merging;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Dialects.Sql.Sessions;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Dialects.MySql.Sessions;

/// <summary>
/// What a profile sees of MySQL during one transaction. A statement that fails leaves the transaction open here, with what the others did:
/// so the first call that fails ends it, whatever the profile makes of that.
/// </summary>
internal class MySqlTransactionTarget(SessionConnection connection, MySqlBindings bindings, CancellationToken cancellation)
    : TransactionTarget(bindings, cancellation)
{
    // No signature of merge rules is this.
    private const string DeleterRules = "delete";

    public override async Task<int> WriteAsync<TRecord>(IReadOnlyList<TRecord> batch, Upsert rules)
    {
        ReliesOnTables = true;
        if (Only is not null)
        {
            var (table, _) = await bindings.GetAsync<TRecord>(connection.Database, Cancellation);
            if ((batch = Chosen(batch, table, MergeRules.Of(table, rules).Key)).Count == 0)
                return 0;
        }

        var signature = MergeRules.Signature(rules);
        if (connection.Writers.Find<StagingWriter<TRecord>>(typeof(TRecord), signature) is not { } writer)
        {
            var (binding, encoder) = await bindings.GetAsync<TRecord>(connection.Database, Cancellation);
            var merged = MergeRules.Of(binding, rules);
            var images = await bindings.ImagesOfAsync(binding, Cancellation);
            if (images is not null)
                ImagedRows.Refuse(binding, merged, images);
            writer = connection.Writers.Add(typeof(TRecord), signature, number => new StagingWriter<TRecord>(
                connection.Sender, binding, encoder, merged, number, connection.IsFirst, images));
        }

        var counts = await writer.WriteAsync(batch, connection.Transaction, Cancellation);
        Counts += counts;
        return checked((int)(counts.Inserted + counts.Updated));
    }

    public override async Task<int> DeleteKeysAsync<TKey>(IReadOnlyList<TKey> keys)
    {
        ReliesOnTables = true;
        if (Only is not null)
        {
            var table = await bindings.GetKeyAsync(typeof(TKey), connection.Database, Cancellation);
            if ((keys = Chosen(keys, table, table.Key)).Count == 0)
                return 0;
        }

        if (connection.Writers.Find<StagingDeleter<TKey>>(typeof(TKey), DeleterRules) is not { } deleter)
        {
            var binding = await bindings.GetKeyAsync(typeof(TKey), connection.Database, Cancellation);
            var images = await bindings.ImagesOfAsync(binding, Cancellation);
            deleter = connection.Writers.Add(
                typeof(TKey), DeleterRules, number => new StagingDeleter<TKey>(connection.Sender, binding, number, images));
        }

        var deleted = await deleter.DeleteAsync(keys, Cancellation);
        Counts += new WriteCounts(0, 0, Math.Max(0, keys.Count - deleted), deleted);
        return deleted;
    }

    internal override void ThrowIfItRefused()
    {
        base.ThrowIfItRefused();
        if (Failure is not { } cause)
            return;

        // An outage is waited for, whoever swallowed it.
        var failure = MySqlFailures.Classify(cause);
        if (failure.Kind == FailureKind.Transient)
            ExceptionDispatchInfo.Throw(cause);
        throw new TargetException(
            "The profile caught the failure of a call and went on; its transaction is taken back. Let it through, or look before you "
            + $"write. What it caught: {failure.Message}",
            cause);
    }

    private protected override DbCommand CommandFor(string sql, object?[] parameters) =>
        ProfileCommand.Create(connection.Database, sql, parameters);

    // What was written is committed with a change of a table: not before the rest of the batch.
    private protected override bool EndsTransaction(string sql)
    {
        var parsed = ProfileSql.Parse(sql);
        return parsed.EndsTransaction || (parsed.Commits && ReliesOnTables);
    }

    private protected override TargetException Refusal() => Refused();

    /// <summary>What is said of SQL that ends the transaction.</summary>
    internal static TargetException Refused() => new(
        "the profile's own SQL begins or ends a transaction ('begin', 'commit', 'rollback', 'lock tables'), or changes tables after "
        + "records were written, for which MySQL commits by itself; nothing was written. Take that out of the script: onStart, onComplete "
        + "and every batch have a transaction of their own, which is committed when the function returns. Tables are made in onStart");

    private protected override async Task<T> AroundAsync<T>(string sql, object?[] parameters, Func<Task<T>> work)
    {
        var parsed = ProfileSql.Parse(sql);
        if (!parsed.IsQuery)
            bindings.Images?.LeaveOut(sql);
        var result = await work();
        if (parsed.Commits)
            await connection.SaveAsync(Cancellation);
        return result;
    }

    private protected override Task FailedAsync(Exception failure)
    {
        Noted(failure);
        return Task.CompletedTask;
    }

    private protected override void RefuseWhenClosed()
    {
        base.RefuseWhenClosed();
        if (Failure is { } cause)
            ExceptionDispatchInfo.Throw(cause);
    }
}
