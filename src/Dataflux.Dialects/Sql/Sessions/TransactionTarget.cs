using System.Data.Common;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.Sql.Sessions;

/// <summary>What a profile sees of a database during one transaction of a session; refuses to work after it.</summary>
/// <param name="bindings">The tables that records go into.</param>
/// <param name="cancellation">Stops the calls.</param>
internal abstract class TransactionTarget(TableBindings bindings, CancellationToken cancellation) : SqlTargetBase(bindings)
{
    private readonly TableBindings _bindings = bindings;
    private bool _closed;
    private bool _refused;

    /// <summary>The only rows that are written; <see langword="null"/>: all.</summary>
    internal ChosenRows? Only { get; init; }

    /// <summary>Whether the transaction relies on what tables looked like when they were bound.</summary>
    internal bool ReliesOnTables { get; private protected set; }

    /// <summary>The last call that failed, if one did; the profile may have swallowed that.</summary>
    internal Exception? Failure { get; private protected set; }

    /// <summary>Stops the calls.</summary>
    private protected CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Ends the profile's use of the transaction.</summary>
    internal void Close() => _closed = true;

    /// <summary>Says again what the profile was told when it wanted to end the transaction, in case that was swallowed.</summary>
    /// <exception cref="TargetException">It wanted to.</exception>
    internal virtual void ThrowIfItRefused()
    {
        if (_refused)
            throw Refusal();
    }

    public override Task<int> Execute(string sql, params object?[] parameters) =>
        RunAsync(sql, parameters, command => command.ExecuteNonQueryAsync(Cancellation));

    public override Task<IReadOnlyList<T>> Query<T>(string sql, params object?[] parameters) =>
        RunAsync(sql, parameters, command => RowReader.ReadAsync<T>(command, Cancellation));

    /// <summary>A command for SQL of the profile.</summary>
    private protected abstract DbCommand CommandFor(string sql, object?[] parameters);

    /// <summary>Whether SQL of the profile begins or ends a transaction.</summary>
    private protected abstract bool EndsTransaction(string sql);

    /// <summary>What is said then.</summary>
    private protected abstract TargetException Refusal();

    /// <summary>The records of a batch that are written; the others were found equal a moment ago.</summary>
    private protected IReadOnlyList<T> Chosen<T>(IReadOnlyList<T> batch, TableBinding binding, IReadOnlyList<string> key)
    {
        if (Only is null)
            return batch;
        var chosen = Only.Of(batch, binding, key);
        Counts += new WriteCounts(0, 0, batch.Count - chosen.Count);
        return chosen;
    }

    /// <summary>Runs a statement of the profile, with what is to be done around it.</summary>
    private protected virtual Task<T> AroundAsync<T>(string sql, object?[] parameters, Func<Task<T>> work) => work();

    /// <summary>Takes a failure down.</summary>
    /// <returns>Whether it is the one that broke the transaction.</returns>
    private protected virtual bool Noted(Exception failure)
    {
        Failure ??= failure;
        return Failure == failure;
    }

    private protected override void RefuseWhenClosed()
    {
        if (_closed)
            throw new InvalidOperationException("the target was used after its transaction ended; await every call before upsert returns");
    }

    private async Task<T> RunAsync<T>(string sql, object?[] parameters, Func<DbCommand, Task<T>> run)
    {
        RefuseWhenClosed();
        if (EndsTransaction(sql))
        {
            _refused = true;
            throw Refusal();
        }

        _bindings.RanSql = true;
        await using var command = CommandFor(sql, parameters);
        try
        {
            return await AroundAsync(sql, parameters, () => run(command));
        }
        catch (Exception e) when (Noted(e))
        {
            throw;
        }
    }
}
