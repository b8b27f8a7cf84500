using Dataflux.Engine.Ground;
using Dataflux.Scripting.Binding;
using Dataflux.Scripting.Contract;
using Dataflux.Scripting.Recursion;
using Dataflux.Scripting.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Dataflux.Scripting.Compilation;

/// <summary>Compiles a script and checks it against the profile contract. Only called when the cache has nothing.</summary>
internal static class ScriptCompiler
{
    internal static readonly CSharpParseOptions ParseOptions =
        new(LanguageVersion.CSharp14, DocumentationMode.None, SourceCodeKind.Script);

    /// <summary>The usings a script begins with: part of the contract of profiles.</summary>
    internal static readonly string[] Imports =
    [
        "System", "System.Collections.Generic", "System.ComponentModel.DataAnnotations", "System.ComponentModel.DataAnnotations.Schema",
        "System.Globalization", "System.Linq", "System.Text", "System.Text.Json", "System.Text.Json.Nodes", "System.Threading.Tasks",
        "Dataflux.Profiles",
    ];

    /// <summary>Compiles a script.</summary>
    /// <param name="paths">The names of its files.</param>
    /// <param name="main">The script.</param>
    /// <param name="named">Receives the full paths of everything the script loads, there or not.</param>
    /// <param name="problems">What is wrong.</param>
    /// <param name="warnings">What is no reason not to run.</param>
    /// <returns>The compiled script, or <see langword="null"/> and everything that is wrong.</returns>
    internal static CompiledScript? Compile(
        ScriptPaths paths, ScriptFile main, HashSet<string> named, out IReadOnlyList<Problem> problems, out IReadOnlyList<Problem> warnings)
    {
        var reader = new ScriptReader(paths);
        var inputs = reader.Read(main, out var mainTree);
        named.UnionWith(reader.Named.Select(paths.FullPath));
        warnings = [];
        if (reader.Problems.Count > 0)
        {
            // Without what it loads, the rest of the script would only give errors that are none.
            problems = Sorted(reader.Problems.Concat(reader.SyntaxErrors.Select(d => RoslynPositions.ProblemOf(d, paths.Main))), paths);
            return null;
        }

        var compilation = Compilation(mainTree, new ScriptSourceResolver(paths, inputs), new ScriptReferenceResolver(paths, inputs));
        var checker = new ContractChecker(compilation, paths.Main, hasSyntaxErrors: reader.SyntaxErrors.Count > 0);
        var shape = checker.Check();
        var advice = new CompilerAdvice(compilation);
        using var assembly = new MemoryStream();
        var result = Emit(compilation, assembly);
        problems = Sorted(WithoutFollowers(checker.Problems, [.. Of(result, DiagnosticSeverity.Error, paths, advice)]), paths);
        var found = new StateFinder(compilation).Find().Concat(new OutsideFinder(compilation).Find());
        warnings = Sorted(Of(result, DiagnosticSeverity.Warning, paths, advice).Concat(found), paths);
        return problems.Count == 0 && shape is not null
            ? new CompiledScript(inputs, Guarded() ?? assembly.ToArray(), WithOptions(shape), warnings)
            : null;

        // A script without recursion is compiled once. Problems and warnings are those of its own text, so a text that cannot be compiled
        // with its guards is run without them.
        byte[]? Guarded()
        {
            var texts = RecursionGuard.Texts(compilation);
            if (texts.Count == 0)
                return null;
            var tree = texts.TryGetValue(paths.Main, out var text) ? CSharpSyntaxTree.ParseText(text, ParseOptions, paths.Main) : mainTree;
            using var guarded = new MemoryStream();
            var resolver = new ScriptSourceResolver(paths, inputs, texts);
            var references = new ScriptReferenceResolver(paths, inputs);
            return Emit(Compilation(tree, resolver, references), guarded).Success ? guarded.ToArray() : null;
        }

        ContractShape WithOptions(ContractShape checkedShape) =>
            checkedShape with { Options = new OptionFinder(compilation).Find(hasAssemblies: inputs.Assemblies.Count > 0) };
    }

    private static EmitResult Emit(CSharpCompilation compilation, MemoryStream assembly) =>
        compilation.Emit(assembly, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.Embedded));

    private static CSharpCompilation Compilation(SyntaxTree mainTree, ScriptSourceResolver sources, ScriptReferenceResolver references)
    {
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            scriptClassName: ScriptInstance.ScriptClass,
            usings: Imports,
            optimizationLevel: OptimizationLevel.Release,
            deterministic: true,
            nullableContextOptions: NullableContextOptions.Enable,
            sourceReferenceResolver: sources,
            metadataReferenceResolver: references,
            assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default);
        return CSharpCompilation.CreateScriptCompilation("Dataflux.Script", mainTree, FrameworkReferences.All, options);
    }

    private static IEnumerable<Problem> Of(EmitResult result, DiagnosticSeverity severity, ScriptPaths paths, CompilerAdvice advice)
    {
        foreach (var diagnostic in result.Diagnostics.Where(d => d.Severity == severity && !d.IsSuppressed))
        {
            var problem = RoslynPositions.ProblemOf(diagnostic, paths.Main);
            var more = advice.For(diagnostic);
            yield return problem with
            {
                Message = more.Length == 0 ? problem.Message : problem.Message.TrimEnd('.') + more,
                IsWarning = severity == DiagnosticSeverity.Warning,
            };
        }
    }

    // Nothing in a namespace is found: what else is said follows from it.
    private static IEnumerable<Problem> WithoutFollowers(IReadOnlyList<Problem> contract, List<Problem> compiler)
    {
        var namespaces = compiler.FindAll(static problem => problem.Code == CompilerAdvice.NamespaceInScript);
        return namespaces.Count > 0 ? namespaces : contract.Concat(compiler);
    }

    private static List<Problem> Sorted(IEnumerable<Problem> problems, ScriptPaths paths) =>
        [.. problems.Distinct()
            .OrderBy(p => p.Path == paths.Main ? 0 : 1).ThenBy(p => p.Path, StringComparer.Ordinal)
            .ThenBy(p => p.Line).ThenBy(p => p.Column).ThenBy(p => p.Code, StringComparer.Ordinal)];
}
