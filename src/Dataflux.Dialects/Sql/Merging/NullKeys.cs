using System.Linq.Expressions;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.Sql.Merging;

/// <summary>
/// Finds records whose key has a null where the unique index takes every null for another value, so that no merge would ever find their
/// row.
/// </summary>
/// <typeparam name="TRecord">The record type.</typeparam>
internal sealed class NullKeys<TRecord>
{
    private readonly TableBinding _binding;
    private readonly IReadOnlyList<string> _key;
    private readonly IReadOnlyList<(string Column, Func<TRecord, bool> IsNull)> _columns;

    private NullKeys(
        TableBinding binding, IReadOnlyList<string> key, IReadOnlyList<(string Column, Func<TRecord, bool> IsNull)> columns) =>
        (_binding, _key, _columns) = (binding, key, columns);

    /// <summary>The columns to look at; <see langword="null"/> where none can be null, or the index takes nulls as equal.</summary>
    internal static NullKeys<TRecord>? For(TableBinding binding, IReadOnlyList<string> key)
    {
        if (binding.Table.TakesNullsAsEqual(key))
            return null;
        var columns = key.Select(name => binding.Column(name)!).Where(column => column.MayBeNull).ToList();
        return columns.Count == 0 ? null : new(binding, key, [.. columns.Select(column => (column.Name, IsNull(column)))]);
    }

    /// <summary>Looks at a batch.</summary>
    /// <exception cref="RefusedRecordsException">Some records have such a key.</exception>
    internal void Refuse(IReadOnlyList<TRecord> batch)
    {
        List<int>? places = null;
        var name = "";
        for (var place = 0; place < batch.Count; place++)
        {
            foreach (var (column, isNull) in _columns)
            {
                if (!isNull(batch[place]))
                    continue;
                name = places is null ? column : name;
                (places ??= []).Add(place);
                break;
            }
        }

        if (places is not null)
            throw new RefusedRecordsException([.. places.Select(place => (object)batch[place]!)], FailureOf(name));
    }

    private Failure FailureOf(string column)
    {
        var index = _binding.Flavour.IndexOfNulls(_binding.Table, _key);
        return new(
            FailureKind.Row,
            $"The key has no value in column \"{column}\", and the unique index takes every null for another value: each run would add the "
            + $"row again. Fill it{(index is null ? "" : $", or make the index: {index}")}.")
        {
            Code = "23502", // not_null_violation, in all databases of SQL
            Table = _binding.Mapping.TableText,
            Column = column,
        };
    }

    private static Func<TRecord, bool> IsNull(BoundColumn column)
    {
        var record = Expression.Parameter(typeof(TRecord), "record");
        var value = Expression.Property(record, column.Member.Property);
        return Expression.Lambda<Func<TRecord, bool>>(Expression.Equal(value, Expression.Constant(null, value.Type)), record).Compile();
    }
}
