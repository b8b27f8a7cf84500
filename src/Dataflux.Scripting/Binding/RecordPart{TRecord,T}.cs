using Dataflux.Profiles;

namespace Dataflux.Scripting.Binding;

/// <inheritdoc/>
internal sealed class RecordPart<TRecord, T>(Func<ITarget, IReadOnlyList<T>, Task<int>> write) : RecordPart<TRecord>
    where TRecord : notnull
    where T : TRecord
{
    internal override bool Takes(TRecord record) => record.GetType() == typeof(T);

    internal override Task<int> WriteAsync(ITarget target, IReadOnlyList<TRecord> batch, int[] partOf, int part, int count)
    {
        var own = new List<T>(count);
        for (var i = 0; i < partOf.Length; i++)
        {
            if (partOf[i] == part)
                own.Add((T)batch[i]);
        }

        return write(target, own);
    }
}
