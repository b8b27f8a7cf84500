using Dataflux.Profiles;

namespace Dataflux.Scripting.Binding;

/// <summary>
/// Writes a batch of several record types type by type, in the order the types are declared, so that a table may refer
/// to an earlier one. Keeps no state between calls: writers call it at the same time.
/// </summary>
internal sealed class MixedUpsert<TRecord>(RecordPart<TRecord>[] parts)
    where TRecord : notnull
{
    internal async Task<int> WriteAsync(ITarget target, IReadOnlyList<TRecord> batch)
    {
        var partOf = new int[batch.Count];
        var counts = new int[parts.Length];
        for (var i = 0; i < partOf.Length; i++)
        {
            partOf[i] = PartOf(batch[i]);
            counts[partOf[i]]++;
        }

        var written = 0;
        for (var part = 0; part < parts.Length; part++)
        {
            if (counts[part] > 0)
                written += await parts[part].WriteAsync(target, batch, partOf, part, counts[part]);
        }

        return written;
    }

    private int PartOf(TRecord record)
    {
        for (var part = 0; part < parts.Length; part++)
        {
            if (parts[part].Takes(record))
                return part;
        }

        throw new InvalidOperationException(
            $"transform made a '{record.GetType().Name}', which is no record type of this profile; mark the type with [Table] and its key "
            + "with [Key]");
    }
}
