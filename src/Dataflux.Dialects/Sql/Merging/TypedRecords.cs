using Dataflux.Profiles;

namespace Dataflux.Dialects.Sql.Merging;

/// <summary>Records of one type, taken out of a batch of several.</summary>
internal abstract class TypedRecords
{
    /// <summary>Writes a batch, type after type where there are several.</summary>
    internal static async Task<int> WriteAsync<TRecord>(IReadOnlyList<TRecord> batch, Upsert rules, ITypedTarget target)
        where TRecord : notnull
    {
        if (AreOfOneType(batch))
            return await target.WriteAsync(batch, rules);

        var written = 0;
        foreach (var records in Split(batch, target))
            written += await records.WriteAsync(target, rules);
        return written;
    }

    /// <summary>Deletes by keys; where there are several types, those that are declared last come first.</summary>
    internal static async Task<int> DeleteAsync<TKey>(IReadOnlyList<TKey> keys, ITypedTarget target)
        where TKey : notnull
    {
        if (AreOfOneType(keys))
            return await target.DeleteKeysAsync(keys);

        var deleted = 0;
        foreach (var typed in Split(keys, target).Reverse())
            deleted += await typed.DeleteAsync(target);
        return deleted;
    }

    private static bool AreOfOneType<TRecord>(IReadOnlyList<TRecord> batch)
        where TRecord : notnull
    {
        if (typeof(TRecord).IsSealed)
            return true;
        for (var i = 0; i < batch.Count; i++)
        {
            if (batch[i].GetType() != typeof(TRecord))
                return false;
        }

        return true;
    }

    /// <summary>Splits a batch by the records' own types, in the order the types are declared; the order within a type is kept.</summary>
    private static IEnumerable<TypedRecords> Split<TRecord>(IReadOnlyList<TRecord> batch, ITypedTarget target)
        where TRecord : notnull
    {
        var byType = new Dictionary<Type, TypedRecords>();
        Type? lastType = null;
        TypedRecords? last = null;
        for (var i = 0; i < batch.Count; i++)
        {
            var type = batch[i].GetType();
            if (type != lastType)
            {
                lastType = type;
                if (!byType.TryGetValue(type, out last))
                    byType.Add(type, last = (TypedRecords)Activator.CreateInstance(typeof(TypedRecords<>).MakeGenericType(type))!);
            }

            last!.Add(batch[i]);
        }

        return byType.OrderBy(pair => target.PlaceOf(pair.Key)).Select(pair => pair.Value);
    }

    /// <summary>Writes them.</summary>
    internal abstract Task<int> WriteAsync(ITypedTarget target, Upsert rules);

    /// <summary>Deletes the rows with their keys.</summary>
    internal abstract Task<int> DeleteAsync(ITypedTarget target);

    private protected abstract void Add(object record);
}
