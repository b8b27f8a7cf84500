namespace Dataflux.Scripting.Contract;

/// <summary>
/// Which functions of a compiled script are the profile's, and their form: all that binding needs besides the assembly,
/// so that a cached profile is neither checked again nor needs the compiler.
/// </summary>
internal sealed record ContractShape
{
    internal required FunctionShape ParseItem { get; init; }

    /// <summary>Whether <c>parseItem</c> returns a nullable struct, so that the row is what is inside.</summary>
    internal required bool RowIsNullableStruct { get; init; }

    internal FunctionShape? Filter { get; init; }

    internal FunctionShape? GroupRows { get; init; }

    internal FunctionShape? GroupKey { get; init; }

    /// <summary><see langword="null"/>: rows are the records.</summary>
    internal FunctionShape? Transform { get; init; }

    /// <summary>Whether <c>transform</c> takes one row instead of a list.</summary>
    internal required bool TransformTakesRow { get; init; }

    internal required RecordOutput Output { get; init; }

    /// <summary>
    /// The metadata names of the record types, in the order they are declared, when <c>transform</c> returns their
    /// base; empty when what it returns is the only record type.
    /// </summary>
    internal required IReadOnlyList<string> RecordTypes { get; init; }

    internal required IReadOnlyList<FunctionShape> Upserts { get; init; }

    /// <summary>
    /// For each record type the index of its <c>upsert</c>, -1 for the mapping's; one element alone when
    /// <see cref="UpsertTakesAll"/> or when there is one type.
    /// </summary>
    internal required IReadOnlyList<int> UpsertOfType { get; init; }

    /// <summary>Whether the one <c>upsert</c> takes the base of several record types, and so the batch as it is.</summary>
    internal required bool UpsertTakesAll { get; init; }

    internal FunctionShape? DeleteItem { get; init; }

    /// <summary>The form of what <c>deleteItem</c> returns.</summary>
    internal RecordOutput DeleteOutput { get; init; }

    /// <summary>The options of the definition that the script reads.</summary>
    internal OptionReads Options { get; init; } = new([], MayReadOthers: false);

    internal FunctionShape? OnStart { get; init; }

    internal FunctionShape? OnComplete { get; init; }
}
