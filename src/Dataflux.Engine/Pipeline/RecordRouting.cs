using System.Linq.Expressions;
using System.Reflection;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Pipeline;

/// <summary>Which writer a record or the key of a deleted one belongs to: equal keys always to the same one.</summary>
/// <param name="OfRecord">Hashes a record by its key.</param>
/// <param name="OfKey">Hashes the key of a deleted record likewise; <see langword="null"/> when the profile deletes nothing.</param>
internal sealed record RecordRouting<TRecord>(Func<TRecord, int> OfRecord, Func<object, int>? OfKey)
    where TRecord : notnull
{
    /// <summary>The profile's routing; <see langword="null"/> when keys are not known well enough for several writers.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="target">What the target can do.</param>
    internal static RecordRouting<TRecord>? Of<TRow>(Profile<TRow, TRecord> profile, TargetCapabilities target)
    {
        // Records of several types are written in the order of the types, and together where there are transactions. Elsewhere no order is
        // promised but that of a key, which all of them have from their base.
        if (!profile.OneRecordPerGroup || (profile.RecordTypes.Count > 1 && target.IsTransactional)
            || RecordHash.ByKey<TRecord>() is not { } ofRecord)
        {
            return null;
        }

        if (profile.DeleteItem is null)
            return new(ofRecord, OfKey: null);

        // Hashes of different types need not agree for keys that the database calls equal, so the keys must be of one form.
        return profile.DeleteKeyType is { } type && NamesAndTypes(type).SequenceEqual(NamesAndTypes(typeof(TRecord)))
            ? new(ofRecord, Boxed(type))
            : null;
    }

    private static IEnumerable<(string Name, Type Type)> NamesAndTypes(Type type) =>
        KeyProperties.Of(type).Select(static property => (property.Name, property.PropertyType));

    private static Func<object, int> Boxed(Type type)
    {
        var typed = (Delegate)typeof(RecordHash).GetMethod(nameof(RecordHash.ByKey), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(type).Invoke(null, null)!;
        var key = Expression.Parameter(typeof(object), "key");
        return Expression.Lambda<Func<object, int>>(Expression.Invoke(Expression.Constant(typed), Expression.Convert(key, type)), key)
            .Compile();
    }
}
