using Dataflux.Profiles;
using Dataflux.Scripting.Contract;
using Dataflux.Scripting.Sources;

namespace Dataflux.Scripting.Binding;

/// <summary>What binding works with.</summary>
internal sealed record BindingScope(ScriptInstance Script, ContractShape Shape, ProfileContext Context, ScriptPaths Paths, string Hash)
{
    /// <summary>What runs before the script's own <c>onStart</c>; <see langword="null"/>: nothing.</summary>
    internal StartFile? Start { get; init; }

    /// <summary>Where a function is declared, as the user would name it.</summary>
    internal string Where(FunctionShape function) => $"{Paths.Display(function.At.File)}({function.At.Line},{function.At.Column})";
}
