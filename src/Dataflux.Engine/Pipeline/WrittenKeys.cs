namespace Dataflux.Engine.Pipeline;

/// <summary>
/// Tells which of the keys that an item may have written before it writes again: such a record is not deleted before, and keeps what the
/// upsert leaves alone. Keys that differ in case only are two, unless the target may call them equal.
/// </summary>
internal static class WrittenKeys
{
    /// <summary>The keys whose records are not among those written.</summary>
    internal static object[] Without<TRecord>(object[] keys, List<TRecord> written, bool isLoose)
        where TRecord : notnull =>
        keys.Length == 0 ? keys : Array.FindAll(keys, key => !Has(written, key, isLoose));

    /// <summary>Whether a record of this key is among them.</summary>
    internal static bool Has<TRecord>(List<TRecord> records, object key, bool isLoose = false)
        where TRecord : notnull =>
        records.Exists(record => AreSame(key, record, isLoose ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));

    private static bool AreSame(object key, object record, StringComparison comparison)
    {
        var (one, other) = (KeyForm.For(key.GetType()), KeyForm.For(record.GetType()));
        if (one.Table != other.Table)
            return false;

        foreach (var (name, value) in one.Parts)
        {
            if (other.Parts.TryGetValue(name, out var its)
                && !string.Equals(KeyForm.Text(value(key)), KeyForm.Text(its(record)), comparison))
            {
                return false;
            }
        }

        return true;
    }
}
