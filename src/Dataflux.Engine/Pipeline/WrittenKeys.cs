namespace Dataflux.Engine.Pipeline;

/// <summary>
/// Tells which of the keys that an item may have written before it writes again. In doubt it does: a record that is written is then not
/// deleted before, and keeps what the upsert leaves alone.
/// </summary>
internal static class WrittenKeys
{
    /// <summary>The keys whose records are not among those written.</summary>
    internal static object[] Without<TRecord>(object[] keys, List<TRecord> written)
        where TRecord : notnull =>
        keys.Length == 0 ? keys : Array.FindAll(keys, key => !Has(written, key));

    /// <summary>Whether a record of this key is among them.</summary>
    internal static bool Has<TRecord>(List<TRecord> records, object key)
        where TRecord : notnull =>
        records.Exists(record => AreSame(key, record));

    private static bool AreSame(object key, object record)
    {
        var (one, other) = (KeyForm.For(key.GetType()), KeyForm.For(record.GetType()));
        if (one.Table != other.Table)
        {
            return false;
        }

        foreach (var (name, value) in one.Parts)
        {
            if (other.Parts.TryGetValue(name, out var its) && !string.Equals(KeyForm.Text(value(key)), KeyForm.Text(its(record)), StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }
}
