using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Dialects.Sql.Verifying;
using Dataflux.Engine.Targets;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Verifying;

/// <summary>The keys of all records that a table should have, of all sessions, on disk until the server looks for others.</summary>
internal sealed class OwnedKeys : IDisposable
{
    private const string Name = "dataflux_owned";
    private readonly Lock _gate = new();
    private readonly CopyBuffer _buffer = new();
    private readonly FileStream _stream;
    private readonly TableBinding _binding;
    private readonly MergeRules _rules;

    // Batches of records have even numbers, those of deletes odd ones.
    private int _calls;
    private bool _hasDeletes;

    /// <param name="path">The file.</param>
    /// <param name="binding">The table.</param>
    /// <param name="key">The columns that identify its rows.</param>
    /// <param name="stored">What an interrupted comparison had; <see langword="null"/>: nothing.</param>
    internal OwnedKeys(string path, TableBinding binding, IReadOnlyList<string> key, StoredKeys? stored)
    {
        (_binding, _rules) = (binding.KeyOnly(key), new(key, []));
        (_calls, _hasDeletes) = (stored?.Calls ?? 0, stored?.HasDeletes ?? false);
        _stream = KeptFile.Open(path, stored?.Length ?? 0);
    }

    /// <summary>Takes the keys of records; those of a batch that is compared once more may come twice.</summary>
    /// <param name="encoder">Makes rows of the keys alone.</param>
    /// <param name="batch">The records, or the keys.</param>
    /// <param name="areDeleted">Whether their rows go.</param>
    internal void Add<TRecord>(RowEncoder<TRecord> encoder, IReadOnlyList<TRecord> batch, bool areDeleted)
    {
        lock (_gate)
        {
            var number = checked(_calls++ * 2) + (areDeleted ? 1 : 0);
            _hasDeletes |= areDeleted;
            _buffer.Length = 0;
            foreach (var record in batch)
                encoder.Write(_buffer, record, round: number);
            _stream.Write(_buffer.Written.Span);
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
    internal async Task<TableRows> FindExtraAsync(NpgsqlConnection connection, Action<Difference> take, CancellationToken cancellation)
    {
        await SendAsync(connection, cancellation);
        var rows = new RowComparison(_binding, _rules);
        var keys = $"select {StagingTable.Staged(_binding.Columns)} from {StagingTable.SqlOf(Name)}";
        var produced = IsIn(keys);

        // Those that a record or a delete is known of are no surprise; those whose last word is a delete are counted apart.
        var number = Identifier.Quote(StagingTable.Number);
        var deleted = $"{keys} group by {string.Join(", ", Enumerable.Range(1, _binding.Columns.Count))} having max({number}) % 2 = 1";
        var shown = string.Join(", ", _binding.Columns.Select(column => $"{rows.Alias}.{Identifier.Quote(column.Name)}::text"));
        await using var moment = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        var all = await connection.AskAsync<long>($"select count(*) from {rows.Rows}", cancellation);
        var notDeleted = _hasDeletes
            ? await connection.AskAsync<long>($"select count(*) from {rows.Rows} where {IsIn(deleted)}", cancellation)
            : 0;
        var extra = 0L;

        await using var command = new NpgsqlCommand($"select {shown} from {rows.Rows} where not {produced}", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            extra++;
            take(new()
            {
                Kind = DifferenceKind.Extra,
                Table = _binding.Table.NameText,
                Key = _binding.Columns.Select(
                    (column, i) => KeyValuePair.Create(column.Name, reader.IsDBNull(i) ? null : reader.GetString(i)))
                    .ToDictionary(StringComparer.Ordinal),
                Cause = "no item of the export makes it",
            });
        }

        return new(_binding.Table.NameText, all, all - extra - notDeleted, extra, notDeleted);

        string IsIn(string keys) =>
            $"exists (select from ({keys}) as {RowComparison.Incoming} where {rows.SameKey(RowComparison.Incoming)})";
    }

    private async Task SendAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var create = StagingTable.CreateSql(Name, _binding.Columns)
            .Replace("on commit delete rows", "on commit preserve rows", StringComparison.Ordinal);
        await using var command = new NpgsqlCommand($"begin read write; {create}; commit", connection);
        await command.ExecuteNonQueryAsync(cancellation);
        await using var copy = await connection.BeginRawBinaryCopyAsync(StagingTable.CopySql(Name), cancellation);
        _buffer.Length = 0;
        _buffer.WriteHeader();
        await copy.WriteAsync(_buffer.Written, cancellation);
        _stream.Position = 0;
        await _stream.CopyToAsync(copy, cancellation);
        _buffer.Length = 0;
        _buffer.WriteTrailer();
        await copy.WriteAsync(_buffer.Written, cancellation);
    }

    public void Dispose() => _stream.Dispose();
}
