using Dataflux.Engine.Ground;
using Dataflux.Scripting.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Dataflux.Scripting.Contract;

/// <summary>Checks the functions that write: <c>upsert</c>, <c>onStart</c> and <c>onComplete</c>.</summary>
internal sealed class UpsertChecker(KnownTypes types, List<Problem> problems)
{
    /// <summary>Checks the upserts and chooses one for each record type: the one of just that type, else one of its base.</summary>
    internal UpsertPlan Check(List<ContractFunction> upserts, ITypeSymbol? record, IReadOnlyList<ITypeSymbol> recordTypes)
    {
        var expectedRecord = record is null ? "TRecord" : KnownTypes.Text(record);
        var sound = upserts.Where(u => IsSound(u, expectedRecord)).ToList();
        if (record is null || recordTypes.Count == 0)
            return new UpsertPlan([], TakesAll: false);

        if (!RecordTypeFinder.IsConcrete(record) && upserts.Count == 1 && sound.Count == 1 && Takes(sound[0], record))
            return new UpsertPlan([.. recordTypes.Select(_ => 0)], TakesAll: true);

        var chosen = recordTypes.Select(t => Choose(sound, t)).ToList();
        foreach (var unused in sound.Where(u => !chosen.Contains(u)))
            ComplainOfUnused(unused, sound, record, recordTypes);
        return new UpsertPlan([.. chosen.Select(c => c is null ? -1 : upserts.IndexOf(c))], TakesAll: false);
    }

    /// <summary>Checks that the rows of each type whose table is looked at before a run can be told apart.</summary>
    /// <param name="recordTypes">The record types.</param>
    /// <param name="plan">What writes them.</param>
    /// <param name="otherwise">Where to report a type that the script does not declare.</param>
    internal void RequireKeys(IReadOnlyList<ITypeSymbol> recordTypes, UpsertPlan plan, Position? otherwise)
    {
        for (var i = 0; i < plan.OfType.Count; i++)
        {
            var type = recordTypes[i];
            if ((plan.OfType[i] < 0 || KnownTypes.Has(type, types.Table)) && !types.HasKey(type) && !IsMarkedWrong(type))
            {
                var declared = type.DeclaringSyntaxReferences is [var first, ..] ? RoslynPositions.Of(Name(first.GetSyntax())) : otherwise!;
                problems.Add(ScriptProblems.NoRecordKey(declared, KnownTypes.Text(type)));
            }
        }
    }

    // [Key] without "property:" before a parameter of a record is the compiler's to explain.
    private bool IsMarkedWrong(ITypeSymbol type) =>
        type is INamedTypeSymbol named
        && named.Constructors.Any(constructor => constructor.Parameters.Any(parameter => KnownTypes.Has(parameter, types.Key)));

    private static Location Name(SyntaxNode declaration) =>
        declaration is BaseTypeDeclarationSyntax { Identifier: var name } ? name.GetLocation() : declaration.GetLocation();

    /// <summary>Checks <c>onStart</c> or <c>onComplete</c>.</summary>
    internal void CheckHook(ContractFunction? hook)
    {
        if (hook is null)
            return;
        var expected = $"Task {hook.Name}(ISqlTarget target)";
        if (hook.Parameters.Count != 1 || !IsTarget(hook.Parameters[0].Type))
            problems.Add(ScriptProblems.WrongParameters(hook.At, hook.Name, Parameters(hook), expected));
        if (!types.IsTask(hook.Returns) && !types.IsTaskOfInt(hook.Returns))
            problems.Add(ScriptProblems.WrongResult(hook.At, hook.Name, KnownTypes.Text(hook.Returns), expected));
    }

    private bool IsSound(ContractFunction upsert, string record)
    {
        var expected = Expected(record);
        var before = problems.Count;
        if (upsert.Parameters.Count != 2 || !IsTarget(upsert.Parameters[0].Type) || types.ElementOf(upsert.Parameters[1].Type) is null)
            problems.Add(ScriptProblems.WrongParameters(upsert.At, upsert.Name, Parameters(upsert), expected));
        if (!types.IsTask(upsert.Returns) && !types.IsTaskOfInt(upsert.Returns))
            problems.Add(ScriptProblems.WrongResult(upsert.At, upsert.Name, KnownTypes.Text(upsert.Returns), expected));
        return problems.Count == before;
    }

    private ContractFunction? Choose(List<ContractFunction> upserts, ITypeSymbol record) =>
        upserts.Find(u => KnownTypes.Same(Element(u), record) && Takes(u, record)) ?? upserts.Find(u => Takes(u, record));

    private void ComplainOfUnused(
        ContractFunction unused, List<ContractFunction> all, ITypeSymbol record, IReadOnlyList<ITypeSymbol> recordTypes)
    {
        var twin = all.Find(u => u != unused && recordTypes.Any(t => Takes(unused, t) && Takes(u, t)));
        if (twin is not null)
        {
            problems.Add(ScriptProblems.AmbiguousUpsert(unused.At, KnownTypes.Text(Element(unused)), twin.At));
            return;
        }

        var batch = types.ListOf(Element(unused));
        var takes = types.Fits(batch, unused.Parameters[1].Type) ? Element(unused) : unused.Parameters[1].Type;
        problems.Add(ScriptProblems.UpsertMismatch(unused.At, KnownTypes.Text(record), KnownTypes.Text(takes),
            string.Join(" or ", recordTypes.Select(t => Expected(KnownTypes.Text(t))))));
    }

    private bool Takes(ContractFunction upsert, ITypeSymbol record) => types.Fits(types.ListOf(record), upsert.Parameters[1].Type);

    private ITypeSymbol Element(ContractFunction upsert) => types.ElementOf(upsert.Parameters[1].Type)!;

    private bool IsTarget(ITypeSymbol type) => type.TypeKind == TypeKind.Interface && types.Fits(type, types.Target);

    private static string Expected(string record) => $"Task<int> upsert(ISqlTarget target, IReadOnlyList<{record}> batch)";

    private static string Parameters(ContractFunction function) => function.Method.Parameters.Length == 0
        ? "nothing"
        : $"({string.Join(", ", function.Method.Parameters.Select(p => $"{KnownTypes.Text(p.Type)} {p.Name}"))})";
}
