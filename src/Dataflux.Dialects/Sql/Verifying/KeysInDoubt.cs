using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>
/// The keys of one table whose rows are settled at the end, and who comes first: whatever happens to such a key has a place among all
/// suspects.
/// </summary>
/// <param name="nextPlace">Gives the places of all tables, growing.</param>
internal sealed class KeysInDoubt(Func<int> nextPlace)
{
    private readonly Lock _gate = new();
    private readonly SeenKeys _keys = new();
    private readonly List<IReadOnlyList<BoundColumn>> _ofRecords = [];
    private readonly List<IReadOnlyList<BoundColumn>> _ofDeletes = [];
    private bool _isLoose;
    private bool _hasAny;

    /// <summary>Whether keys that differ in .NET may be one row to the server.</summary>
    internal bool IsLoose => _isLoose;

    /// <summary>Says by which key rows are written, or deleted.</summary>
    /// <exception cref="TargetException">They are not deleted by the key by which they are written.</exception>
    internal void GoBy(TableBinding binding, IReadOnlyList<string> key, bool areDeleted)
    {
        var columns = binding.KeyOnly(key).Columns;
        lock (_gate)
        {
            _isLoose |= binding.IsLoose(key);
            (areDeleted ? _ofDeletes : _ofRecords).Add(columns);
            if ((areDeleted ? _ofRecords : _ofDeletes).Find(other => !other.Select(Form).SequenceEqual(columns.Select(Form))) is { } other)
            {
                throw new TargetException(
                    $"deletes of table \"{binding.Table.NameText}\" cannot be verified: one key is ({Text(other)}), another one "
                    + $"({Text(columns)}); let deleteItem return the whole key of the records, with the same types, or verify a "
                    + "full export");
            }
        }
    }

    /// <summary>Whether records or deletes of a key are among the suspects, or soon are.</summary>
    internal bool MayHave(ulong hash)
    {
        lock (_gate)
        {
            // Of a loose key only the server knows which records are of one row.
            return _isLoose ? _hasAny : _keys.MayHave((int)hash);
        }
    }

    /// <summary>Says that suspects of a key are there from an interrupted comparison.</summary>
    internal void Know(ulong hash)
    {
        lock (_gate)
        {
            _hasAny = true;
            _keys.Add((int)hash);
        }
    }

    /// <summary>Says that a suspect of a key comes, as soon as its transaction is through.</summary>
    /// <returns>Its place.</returns>
    internal int Expect(ulong hash)
    {
        lock (_gate)
        {
            _hasAny = true;
            _keys.Add((int)hash);
            return nextPlace();
        }
    }

    private static (string Name, Type? Cast) Form(BoundColumn column) =>
        (column.Name, column.Encoding.IsCast ? column.Member.Property.PropertyType : null);

    private static string Text(IReadOnlyList<BoundColumn> key) =>
        string.Join(", ", key.Select(static column => $"{column.Name} as {column.Member.Property.PropertyType.Name}"));
}
