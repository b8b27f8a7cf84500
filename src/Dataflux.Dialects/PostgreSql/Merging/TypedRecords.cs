using Dataflux.Profiles;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>Records of one type, taken out of a batch of several.</summary>
internal abstract class TypedRecords
{
    /// <summary>Splits a batch by the records' own types, in the order the types are declared; the order within a type is kept.</summary>
    internal static IEnumerable<TypedRecords> Split<TRecord>(IReadOnlyList<TRecord> batch, BindingCache bindings)
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

        return byType.OrderBy(pair => bindings.PlaceOf(pair.Key)).Select(pair => pair.Value);
    }

    /// <summary>Writes them.</summary>
    internal abstract Task<int> WriteAsync(ITypedTarget target, Upsert rules);

    /// <summary>Deletes the rows with their keys.</summary>
    internal abstract Task<int> DeleteAsync(ITypedTarget target);

    private protected abstract void Add(object record);
}
