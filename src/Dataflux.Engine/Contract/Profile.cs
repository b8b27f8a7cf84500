using Dataflux.Engine.Ground;
using Dataflux.Profiles;

namespace Dataflux.Engine.Contract;

/// <summary>What a profile is for those who do not know its row and record types.</summary>
public abstract class Profile
{
    /// <summary>SHA-256 of the script and everything it loads, in hexadecimal: binds the state folder to it.</summary>
    public required string Hash { get; init; }

    /// <summary>The script's path, for people.</summary>
    public required string Path { get; init; }

    /// <summary>The concrete record types, in the order they are declared in the script, which is the order they are written.</summary>
    public required IReadOnlyList<Type> RecordTypes { get; init; }

    /// <summary>
    /// The record types whose tables can be checked before the run: those written by their mapping alone, and those that name
    /// their table with <c>[Table]</c>.
    /// </summary>
    public required IReadOnlyList<Type> MappedTypes { get; init; }

    /// <summary>
    /// The types by whose keys records are deleted, where the script names them: none when it deletes nothing, or says only a base type.
    /// </summary>
    public IReadOnlyList<Type> DeletedTypes { get; init; } = [];

    /// <summary>Runs once before the first part, in a transaction of its own; must be safe to run again.</summary>
    public Func<ITarget, Task>? OnStart { get; init; }

    /// <summary>Runs once after the last part, in a transaction of its own; must be safe to run again.</summary>
    public Func<ITarget, Task>? OnComplete { get; init; }

    /// <summary>Says where in the script an exception was thrown, for rejects.</summary>
    public Func<Exception, string>? DescribeError { get; init; }

    /// <summary>Whether the profile can delete records.</summary>
    internal virtual bool HasDeleteItem => false;

    /// <summary>
    /// The key of the group that an item of the export belongs to, as text; <see langword="null"/> when items are not grouped by a key.
    /// </summary>
    /// <param name="line">The item's line, well-formed.</param>
    internal virtual string? GroupKeyOf(ReadOnlyMemory<byte> line) => null;

    /// <summary>Hands the profile on with its types.</summary>
    /// <param name="use">What is done with it.</param>
    internal abstract TResult Use<TResult>(IProfileUse<TResult> use);

    /// <summary>Writes records as a migration writes a batch, in the transaction that the target stands for: deletes first.</summary>
    /// <param name="target">The target.</param>
    /// <param name="deletedKeys">The keys of records to delete.</param>
    /// <param name="records">Records of this profile, in order.</param>
    public abstract Task WriteAsync(ITarget target, IReadOnlyList<object> deletedKeys, IReadOnlyList<object> records);

    /// <summary>A message with the place in the script where an exception came from, where it came from a script.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="message">What it means.</param>
    internal string Locate(Exception exception, string message) => PlaceOf(exception) + message;

    /// <summary>Whether an exception came from the script.</summary>
    internal bool IsOfScript(Exception exception) => PlaceOf(exception).Length > 0;

    private string PlaceOf(Exception exception)
    {
        var described = DescribeError?.Invoke(exception) ?? "";
        return described[..Math.Max(0, described.IndexOf($"{exception.GetType().Name}: ", StringComparison.Ordinal))];
    }

    /// <summary>The rejection of items by an exception of the profile.</summary>
    internal RejectError ErrorOf(Exception exception) =>
        new(DescribeError?.Invoke(exception) ?? exception.Message) { Code = exception.GetType().Name };
}
