using System.Linq.Expressions;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Mapping;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.Sql.Merging;

/// <summary>
/// Says in which round each record of a batch is merged: the first occurrence of a key in round 0, the second in round 1, ….
/// A statement may change a row only once, and the order of a key's records must be kept.
/// </summary>
/// <remarks>
/// Of a loose key, whose values may be equal to the server although they differ in .NET, only the server knows which records are of one
/// row: there the record's place stands for its round, and the server makes rounds of places.
/// </remarks>
/// <typeparam name="TRecord">The record type.</typeparam>
internal abstract class KeyRounds<TRecord>
{
    /// <summary>Stands for a round where the record's key was certainly never met before, so that nothing is to be merged.</summary>
    internal const int New = -1;

    /// <summary>Stands for a round where the record would change nothing, as a look at the table has found.</summary>
    internal const int Unchanged = -2;

    /// <summary>
    /// The round of each record of the last batch, or <see cref="New"/>, or <see cref="Unchanged"/>; only the first <c>batch.Count</c>
    /// entries count.
    /// </summary>
    internal int[] Of { get; private protected set; } = [];

    /// <summary>
    /// The places of the last batch's records in the order of their keys, where .NET can order them: rows that go to the same pages
    /// of the index are written one after the other. Only the first <c>batch.Count</c> entries count.
    /// </summary>
    internal int[] Order { get; private protected set; } = [];

    /// <summary>How many rounds the last batch has; of a loose key, how many numbers its places need.</summary>
    internal int Count { get; private protected set; }

    /// <summary>How many records of the last batch are <see cref="New"/>.</summary>
    internal int NewCount { get; private protected set; }

    /// <summary>Numbers the records of a batch.</summary>
    /// <param name="batch">The records.</param>
    /// <param name="seen">The keys met so far; <see langword="null"/>: no key counts as new.</param>
    internal abstract void Assign(IReadOnlyList<TRecord> batch, SeenKeys? seen);

    /// <summary>Whether what is there now tells if the record would change something: so it is for the first of its key.</summary>
    /// <param name="place">The record's place in the batch.</param>
    internal bool IsCompared(int place) => Of[place] == 0;

    /// <summary>Makes the rounds in which records of one key are merged into a table.</summary>
    /// <param name="binding">The table.</param>
    /// <param name="key">The key's columns.</param>
    internal static KeyRounds<TRecord> For(TableBinding binding, IReadOnlyList<string> key) =>
        For(key.Select(name => binding.Column(name)!.Member), binding.IsLoose(key));

    /// <summary>Makes the rounds of one key; the key's type is that of the property, or a tuple of several.</summary>
    /// <param name="key">The key's properties.</param>
    /// <param name="isLoose">Whether different keys may be equal to the server.</param>
    internal static KeyRounds<TRecord> For(IEnumerable<RecordMember> key, bool isLoose)
    {
        var record = Expression.Parameter(typeof(TRecord), "record");
        var parts = key.Select(member => Part(Expression.Property(record, member.Property))).ToArray();
        var value = parts.Aggregate((left, right) =>
            Expression.New(
                typeof(ValueTuple<,>).MakeGenericType(left.Type, right.Type).GetConstructor([left.Type, right.Type])!, left, right));
        var read = Expression.Lambda(typeof(Func<,>).MakeGenericType(typeof(TRecord), value.Type), value, record).Compile();
        var rounds = typeof(KeyRoundsBy<,>).MakeGenericType(typeof(TRecord), value.Type);
        return (KeyRounds<TRecord>)Activator.CreateInstance(rounds, read, isLoose)!;
    }

    /// <summary>
    /// Bytes have no equality by content in .NET, so their hexadecimal text stands for them; everything else compares itself, or what is
    /// stored of it.
    /// </summary>
    private static Expression Part(Expression value) => value.Type switch
    {
        var t when t == typeof(byte[]) => Hexadecimal(nameof(HexadecimalOfArray), value),
        var t when t == typeof(ReadOnlyMemory<byte>) => Hexadecimal(nameof(HexadecimalOfMemory), value),
        _ => KeyPart.Of(value),
    };

    private static MethodCallExpression Hexadecimal(string method, Expression value) =>
        Expression.Call(typeof(KeyRounds<TRecord>), method, null, value);

    private static string? HexadecimalOfArray(byte[]? value) => value is null ? null : Convert.ToHexString(value);

    private static string HexadecimalOfMemory(ReadOnlyMemory<byte> value) => Convert.ToHexString(value.Span);
}
