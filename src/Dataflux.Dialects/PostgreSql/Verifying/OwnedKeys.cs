using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Engine.Targets;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Verifying;

/// <summary>The keys of all records that a table should have, in a temporary table of one connection that all sessions share.</summary>
internal sealed class OwnedKeys : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly CopyBuffer _buffer = new();
    private readonly TableBinding _binding;
    private readonly MergeRules _rules;
    private readonly string _name;

    // Batches of records have even numbers, those of deletes odd ones.
    private int _calls;
    private bool _hasDeletes;

    private OwnedKeys(NpgsqlConnection connection, TableBinding keys, MergeRules rules, string name) =>
        (_connection, _binding, _rules, _name) = (connection, keys, rules, name);

    /// <summary>Begins with none.</summary>
    /// <param name="connection">A connection that is this object's from here on.</param>
    /// <param name="binding">The table.</param>
    /// <param name="key">The columns that identify its rows.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal static async Task<OwnedKeys> BeginAsync(NpgsqlConnection connection, TableBinding binding, IReadOnlyList<string> key, CancellationToken cancellation)
    {
        const string Name = "dataflux_owned";
        var keys = binding.KeyOnly(key);
        var create = StagingTable.CreateSql(Name, keys.Columns).Replace("on commit delete rows", "on commit preserve rows", StringComparison.Ordinal);
        await using var command = new NpgsqlCommand($"begin read write; {create}; commit", connection);
        await command.ExecuteNonQueryAsync(cancellation);
        return new(connection, keys, new(key, []), Name);
    }

    /// <summary>Takes the keys of records; those of a batch that is compared once more may come twice.</summary>
    /// <param name="encoder">Makes rows of the keys alone.</param>
    /// <param name="batch">The records, or the keys.</param>
    /// <param name="areDeleted">Whether their rows go.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal async Task AddAsync<TRecord>(RowEncoder<TRecord> encoder, IReadOnlyList<TRecord> batch, bool areDeleted, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            var number = checked(_calls++ * 2) + (areDeleted ? 1 : 0);
            _hasDeletes |= areDeleted;
            _buffer.Length = 0;
            _buffer.WriteHeader();
            foreach (var record in batch)
                encoder.Write(_buffer, record, round: number);
            _buffer.WriteTrailer();
            await using var copy = await _connection.BeginRawBinaryCopyAsync(StagingTable.CopySql(_name), cancellation);
            await copy.WriteAsync(_buffer.Written, cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Finds the rows whose keys are not among them.</summary>
    internal async Task<TableRows> FindExtraAsync(Action<Difference> take, CancellationToken cancellation)
    {
        var rows = new RowComparison(_binding, _rules);
        var keys = $"select {StagingTable.Staged(_binding.Columns)} from {StagingTable.SqlOf(_name)}";
        var produced = IsIn(keys);

        // Those that a record or a delete is known of are no surprise; those whose last word is a delete are counted apart.
        var number = Identifier.Quote(StagingTable.Number);
        var deleted = $"{keys} group by {string.Join(", ", Enumerable.Range(1, _binding.Columns.Count))} having max({number}) % 2 = 1";
        var shown = string.Join(", ", _binding.Columns.Select(column => $"{rows.Alias}.{Identifier.Quote(column.Name)}::text"));
        await using var moment = await _connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        var all = await CountAsync($"select count(*) from {rows.Rows}", cancellation);
        var notDeleted = _hasDeletes ? await CountAsync($"select count(*) from {rows.Rows} where {IsIn(deleted)}", cancellation) : 0;
        var extra = 0L;

        await using var command = new NpgsqlCommand($"select {shown} from {rows.Rows} where not {produced}", _connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            extra++;
            take(new()
            {
                Kind = DifferenceKind.Extra,
                Table = _binding.Table.NameText,
                Key = _binding.Columns.Select((column, i) => KeyValuePair.Create(column.Name, reader.IsDBNull(i) ? null : reader.GetString(i)))
                    .ToDictionary(StringComparer.Ordinal),
                Cause = "no item of the export makes it",
            });
        }

        return new(_binding.Table.NameText, all, all - extra - notDeleted, extra, notDeleted);

        string IsIn(string keys) => $"exists (select from ({keys}) as {RowComparison.Incoming} where {rows.SameKey(RowComparison.Incoming)})";
    }

    private async Task<long> CountAsync(string sql, CancellationToken cancellation)
    {
        await using var count = new NpgsqlCommand(sql, _connection);
        return (long)(await count.ExecuteScalarAsync(cancellation))!;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _gate.Dispose();
        await _connection.DisposeAsync();
    }
}
