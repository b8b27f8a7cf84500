namespace Dataflux.Dialects.Sql.Merging;

/// <summary>The writers of one connection, by what they write and its rules; gone when it is.</summary>
internal sealed class WriterSet : IAsyncDisposable
{
    private readonly Dictionary<(Type Type, string Rules), StagingWriterBase> _writers = [];
    private bool _looksForParents;
    private int _made;

    /// <summary>The writer of a type and its rules, if there is one already.</summary>
    internal TWriter? Find<TWriter>(Type type, string rules)
        where TWriter : StagingWriterBase => _writers.TryGetValue((type, rules), out var writer) ? (TWriter)writer : null;

    /// <summary>Makes the writer of a type and its rules.</summary>
    /// <param name="type">The type.</param>
    /// <param name="rules">The rules' signature.</param>
    /// <param name="make">Makes it, with a number that no other one of the connection has.</param>
    internal TWriter Add<TWriter>(Type type, string rules, Func<int, TWriter> make)
        where TWriter : StagingWriterBase
    {
        var writer = make(++_made);
        _writers.Add((type, rules), writer);
        return writer;
    }

    /// <summary>Asked when the transaction, now rolled back, failed because rows are in a table already.</summary>
    /// <returns>Whether it loaded rows straight into a table, and would merge them when it is done again.</returns>
    internal bool MergesInstead(long transaction)
    {
        var merges = false;
        foreach (var writer in _writers.Values)
            merges |= writer.MergesInstead(transaction);
        return merges;
    }

    /// <summary>Asked when the transaction, now rolled back, failed because rows that its own refer to are not there.</summary>
    /// <returns>Whether such rows will be found, and named, when it is done again.</returns>
    internal bool LooksForParents(long transaction)
    {
        var looks = false;
        foreach (var writer in _writers.Values)
            looks |= writer.LooksForParents(transaction);
        _looksForParents |= looks;
        return looks;
    }

    /// <summary>Looks, before the commit, for rows whose parents have not come.</summary>
    internal async Task EndAsync(long transaction, CancellationToken cancellation)
    {
        if (!_looksForParents)
            return;
        foreach (var writer in _writers.Values)
            await writer.EndAsync(transaction, cancellation);
    }

    /// <summary>Takes back what the transaction, now rolled back, had made.</summary>
    internal void Forget(long transaction)
    {
        foreach (var writer in _writers.Values)
            writer.Forget(transaction);
    }

    /// <summary>Has all writers made again.</summary>
    internal async ValueTask ClearAsync()
    {
        await DisposeAsync();
        _writers.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var writer in _writers.Values)
            await writer.DisposeAsync();
    }
}
