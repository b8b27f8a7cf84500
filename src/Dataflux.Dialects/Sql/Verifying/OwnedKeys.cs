using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>The keys of all records that a table should have, of all sessions, on disk until the server looks for others.</summary>
internal abstract class OwnedKeys : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _stream;

    // Batches of records have even numbers, those of deletes odd ones.
    private int _calls;
    private bool _hasDeletes;

    /// <param name="path">The file.</param>
    /// <param name="binding">The table.</param>
    /// <param name="key">The columns that identify its rows.</param>
    /// <param name="stored">What an interrupted comparison had; <see langword="null"/>: nothing.</param>
    private protected OwnedKeys(string path, TableBinding binding, IReadOnlyList<string> key, StoredKeys? stored)
    {
        Binding = binding.KeyOnly(key);
        (_calls, _hasDeletes) = (stored?.Calls ?? 0, stored?.HasDeletes ?? false);
        _stream = KeptFile.Open(path, stored?.Length ?? 0);
    }

    /// <summary>The table with the key's columns alone.</summary>
    private protected TableBinding Binding { get; }

    /// <summary>Asks how many rows the table has.</summary>
    private protected abstract string CountAll { get; }

    /// <summary>Asks how many of them belong to keys whose last word is a delete: those are counted apart.</summary>
    private protected abstract string CountNotDeleted { get; }

    /// <summary>Gives the keys of the rows of which neither a record nor a delete is known, as texts.</summary>
    private protected abstract string Extra { get; }

    /// <summary>Takes the keys of records; those of a batch that is compared once more may come twice.</summary>
    /// <param name="rows">Makes rows of the keys alone.</param>
    /// <param name="batch">The records, or the keys.</param>
    /// <param name="areDeleted">Whether their rows go.</param>
    internal void Add<TRecord>(IRowMaker<TRecord> rows, IReadOnlyList<TRecord> batch, bool areDeleted)
    {
        lock (_gate)
        {
            var number = checked(_calls++ * 2) + (areDeleted ? 1 : 0);
            _hasDeletes |= areDeleted;
            foreach (var record in batch)
                Write(_stream, rows.Make(record, number));
        }
    }

    /// <summary>Makes sure that they are on disk.</summary>
    internal StoredKeys Keep()
    {
        lock (_gate)
        {
            _stream.Flush(flushToDisk: true);
            return new(Path.GetFileName(_stream.Name), _stream.Length, _calls, _hasDeletes);
        }
    }

    /// <summary>Finds the rows whose keys are not among them.</summary>
    /// <param name="connection">The connection; used by nothing else meanwhile.</param>
    /// <param name="take">Takes each of them.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal async Task<TableRows> FindExtraAsync(ComparingConnection connection, Action<Difference> take, CancellationToken cancellation)
    {
        _stream.Position = 0;
        await SendAsync(connection, _stream, cancellation);
        await using var moment = await connection.BeginMomentAsync(cancellation);
        var all = await connection.Database.AskAsync<long>(CountAll, cancellation);
        var notDeleted = _hasDeletes ? await connection.Database.AskAsync<long>(CountNotDeleted, cancellation) : 0;
        var extra = 0L;
        await connection.RunAsync(
            new(Extra),
            row =>
            {
                extra++;
                take(new()
                {
                    Kind = DifferenceKind.Extra,
                    Table = Binding.Table.NameText,
                    Key = Binding.Columns.Select((column, i) => KeyValuePair.Create(column.Name, Settlement.Text(row, i)))
                        .ToDictionary(StringComparer.Ordinal),
                    Cause = "no item of the export makes it",
                });
            },
            cancellation);
        return new(Binding.Table.NameText, all, all - extra - notDeleted, extra, notDeleted);
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>Writes a row to the file.</summary>
    private protected virtual void Write(FileStream stream, ReadOnlySpan<byte> row) => stream.Write(row);

    /// <summary>Makes the temporary table and sends the file into it.</summary>
    private protected abstract Task SendAsync(ComparingConnection connection, FileStream stream, CancellationToken cancellation);
}
