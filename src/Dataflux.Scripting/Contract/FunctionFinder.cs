using Dataflux.Engine.Ground;
using Microsoft.CodeAnalysis;

namespace Dataflux.Scripting.Contract;

/// <summary>Finds the contract's functions among the script's: by name, complaining of doubles and near misses.</summary>
internal sealed class FunctionFinder(INamedTypeSymbol script, KnownTypes types, List<Problem> problems)
{
    private readonly ILookup<string?, IMethodSymbol> _functions = script.GetMembers().OfType<IMethodSymbol>()
        .Where(m => m.MethodKind == MethodKind.Ordinary && m.DeclaringSyntaxReferences.Length > 0)
        .ToLookup(m => ContractNames.Match(m.Name));

    /// <summary>The one function of a name; the first when there are several, which is a problem.</summary>
    internal ContractFunction? Find(string name)
    {
        var found = _functions[name].ToList();
        foreach (var extra in found.Skip(1))
            problems.Add(ScriptProblems.Duplicate(ContractFunction.PositionOf(extra), name, ContractFunction.PositionOf(found[0])));
        return found.Count == 0 ? null : Checked(ContractFunction.Of(name, found[0], types));
    }

    /// <summary>All functions of a name that may have several.</summary>
    internal List<ContractFunction> FindAll(string name) =>
        [.. _functions[name].Select(m => Checked(ContractFunction.Of(name, m, types))).OfType<ContractFunction>()];

    /// <summary>A function of a name inside one of the script's types, where nobody looks for it.</summary>
    internal IMethodSymbol? FindInTypes(string name) => script.GetTypeMembers()
        .Where(static type => type.DeclaringSyntaxReferences.Length > 0)
        .SelectMany(static type => type.GetMembers().OfType<IMethodSymbol>())
        .FirstOrDefault(method => ContractNames.Match(method.Name) == name && method.DeclaringSyntaxReferences.Length > 0);

    internal bool Has(string name) => _functions.Contains(name);

    /// <summary>Complains of functions that no one would call because their name is nearly, but not quite, the contract's.</summary>
    /// <returns>The names they were probably meant to have.</returns>
    internal HashSet<string> ComplainOfNearMisses()
    {
        var meantNames = new HashSet<string>(StringComparer.Ordinal);
        foreach (var function in _functions[null])
        {
            if (ContractNames.Meant(function.Name) is not { } meant)
                continue;

            // Beside the real one, a similar name is more likely a function it calls.
            if (Has(meant) && !string.Equals(meant, function.Name, StringComparison.OrdinalIgnoreCase))
                continue;
            problems.Add(ScriptProblems.NearMiss(ContractFunction.PositionOf(function), function.Name, meant));
            meantNames.Add(meant);
        }

        return meantNames;
    }

    private ContractFunction? Checked(ContractFunction function)
    {
        if (function.HasUnknownTypes)
            return null;
        if (!function.Method.IsGenericMethod && !function.Method.ReturnsByRef && !function.Method.ReturnsByRefReadonly
            && function.Method.Parameters.All(p => p.RefKind == RefKind.None))
        {
            return function;
        }

        problems.Add(ScriptProblems.NotPlain(function.At, function.Name));
        return null;
    }
}
