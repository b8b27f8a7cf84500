using Microsoft.CodeAnalysis;

namespace Dataflux.Scripting.Contract;

/// <summary>The members of the framework by which a script looks outside of its arguments.</summary>
internal static class OutsideNames
{
    private static readonly Dictionary<string, OutsideUse> Types = new(StringComparer.Ordinal)
    {
        ["System.Console"] = OutsideUse.Console,
        ["System.Diagnostics.Stopwatch"] = OutsideUse.Clock,
        ["System.Environment"] = OutsideUse.Machine,
        ["System.IO.Directory"] = OutsideUse.Elsewhere,
        ["System.IO.File"] = OutsideUse.Elsewhere,
        ["System.Net.Http.HttpClient"] = OutsideUse.Elsewhere,
        ["System.Security.Cryptography.RandomNumberGenerator"] = OutsideUse.Chance,
    };

    private static readonly Dictionary<string, OutsideUse> Members = new(StringComparer.Ordinal)
    {
        ["System.DateTime.Now"] = OutsideUse.Clock,
        ["System.DateTime.Today"] = OutsideUse.Clock,
        ["System.DateTime.UtcNow"] = OutsideUse.Clock,
        ["System.DateTimeOffset.Now"] = OutsideUse.Clock,
        ["System.DateTimeOffset.UtcNow"] = OutsideUse.Clock,
        ["System.Environment.TickCount"] = OutsideUse.Clock,
        ["System.Environment.TickCount64"] = OutsideUse.Clock,
        ["System.Guid.CreateVersion7"] = OutsideUse.Chance,
        ["System.Guid.NewGuid"] = OutsideUse.Chance,
        ["System.IO.Path.GetRandomFileName"] = OutsideUse.Chance,
        ["System.Random.Shared"] = OutsideUse.Chance,
        ["System.TimeProvider.System"] = OutsideUse.Clock,
    };

    // These say nothing of the machine that the script runs on.
    private static readonly HashSet<string> Harmless =
        new(["System.Environment.FailFast", "System.Environment.NewLine"], StringComparer.Ordinal);

    /// <summary>What a member asks for; <see langword="null"/>: it is the same in every run.</summary>
    internal static OutsideUse? Find(ISymbol? symbol)
    {
        if (symbol is not (IMethodSymbol or IPropertySymbol or IFieldSymbol) || symbol.ContainingType is not { } type)
            return null;

        // Only a generator without a seed gives other numbers each time.
        if (symbol is IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters: [] } && type.ToDisplayString() == "System.Random")
            return OutsideUse.Chance;

        var name = $"{type.ToDisplayString()}.{symbol.Name}";
        if (Harmless.Contains(name))
            return null;
        return Members.TryGetValue(name, out var use) || Types.TryGetValue(type.ToDisplayString(), out use) ? use : null;
    }
}
