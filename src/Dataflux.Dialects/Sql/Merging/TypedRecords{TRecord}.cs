using Dataflux.Profiles;

namespace Dataflux.Dialects.Sql.Merging;

/// <summary>Records of a type known at compile time.</summary>
/// <typeparam name="TRecord">Their type.</typeparam>
internal sealed class TypedRecords<TRecord> : TypedRecords
{
    private readonly List<TRecord> _records = [];

    internal override Task<int> WriteAsync(ITypedTarget target, Upsert rules) => target.WriteAsync(_records, rules);

    internal override Task<int> DeleteAsync(ITypedTarget target) => target.DeleteKeysAsync(_records);

    private protected override void Add(object record) => _records.Add((TRecord)record);
}
