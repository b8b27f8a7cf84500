using Dataflux.Engine.Ground;
using Microsoft.CodeAnalysis;

namespace Dataflux.Scripting.Contract;

/// <summary>Checks <c>deleteItem</c>, which says what to delete for a deleted item.</summary>
internal sealed class DeleteChecker(KnownTypes types, List<Problem> problems)
{
    private const string Expected =
        "TKey? deleteItem(Item item); TKey may be a record, or a type with only its [Table] and [Key], IEnumerable<TKey> is allowed too";

    /// <summary>Checks the function.</summary>
    /// <returns>The form of what it returns.</returns>
    internal RecordOutput Check(ContractFunction? function)
    {
        if (function is null)
            return RecordOutput.One;
        if (function.Parameters.Count != 1 || !KnownTypes.Same(function.Parameters[0].Type, types.Item))
        {
            var found = string.Join(", ", function.Method.Parameters.Select(p => $"{KnownTypes.Text(p.Type)} {p.Name}"));
            problems.Add(
                ScriptProblems.WrongParameters(function.At, function.Name, found.Length == 0 ? "nothing" : $"({found})", Expected));
        }

        if (KnownTypes.IsAsynchronous(function.Method))
        {
            problems.Add(ScriptProblems.Asynchronous(function.At, function.Name));
            return RecordOutput.One;
        }

        var returns = function.Returns;
        var (key, output) = KnownTypes.InsideNullable(returns) is { } inside ? (inside, RecordOutput.NullableStruct)
            : types.ElementOf(returns) is { } element ? (element, RecordOutput.Many)
            : (returns, RecordOutput.One);
        if (function.Method.ReturnsVoid || !RecordTypeFinder.CanBeRecord(key) || returns.IsRefLikeType)
            problems.Add(ScriptProblems.WrongResult(function.At, function.Name, KnownTypes.Text(returns), Expected));
        else if (RecordTypeFinder.IsConcrete(key) && !types.HasKey(key))
            problems.Add(ScriptProblems.NoDeleteKey(function.At, KnownTypes.Text(key)));
        return output;
    }
}
