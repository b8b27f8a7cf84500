namespace Dataflux.Engine.Pipeline;

/// <summary>
/// What a batch of a stream writes, by the hashes of keys: a record that is deleted behind one that is written must not come into the same
/// batch. Two keys with one hash cost a batch, and no more.
/// </summary>
/// <param name="mapped">The types of records that the profile's batches hold.</param>
/// <param name="hasLooseKeys">Whether the target may call keys equal that differ.</param>
internal sealed class OrderOfKeys(IEnumerable<Type> mapped, bool hasLooseKeys)
{
    private readonly HashSet<string> _tables = [.. mapped.Select(static type => KeyForm.For(type).Table)];
    private readonly HashSet<ulong> _written = [];
    private readonly HashSet<KeyForm> _forms = new(ReferenceEqualityComparer.Instance);

    /// <summary>A record is written.</summary>
    internal void Writes(object record)
    {
        var form = KeyForm.For(record.GetType());
        _forms.Add(form);
        if (form.HashOf(record, hasLooseKeys) is { } hash)
            _written.Add(hash);
    }

    /// <summary>Whether a record of the key may be among those written.</summary>
    internal bool MayWrite(object key)
    {
        if (_forms.Count == 0)
            return false;

        // What no record is mapped to, the profile's own statements write.
        var form = KeyForm.For(key.GetType());
        return !_tables.Contains(form.Table)
            || _forms.Any(its => its.Table == form.Table && !its.Parts.Keys.SequenceEqual(form.Parts.Keys))
            || form.HashOf(key, hasLooseKeys) is not { } hash || _written.Contains(hash);
    }

    /// <summary>Another batch begins.</summary>
    internal void Clear()
    {
        _written.Clear();
        _forms.Clear();
    }
}
