using Dataflux.Engine.Ground;
using Dataflux.Scripting.Contract;
using Dataflux.Scripting.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Dataflux.Scripting.Compilation;

/// <summary>Reads a script and, following its <c>#load</c> and <c>#r</c> lines, everything it is made from.</summary>
internal sealed class ScriptReader(ScriptPaths paths)
{
    private readonly SortedDictionary<string, ScriptFile> _loaded = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ScriptFile> _assemblies = new(StringComparer.Ordinal);
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);
    private readonly List<Problem> _problems = [];
    private readonly List<Diagnostic> _syntaxErrors = [];

    /// <summary>The names of the files that directives ask for, there or not.</summary>
    internal IReadOnlyCollection<string> Named => _named;

    /// <summary>What is wrong with the directives.</summary>
    internal IReadOnlyList<Problem> Problems => _problems;

    /// <summary>What is wrong with the files' syntax.</summary>
    internal IReadOnlyList<Diagnostic> SyntaxErrors => _syntaxErrors;

    internal ScriptInputs Read(ScriptFile main, out SyntaxTree mainTree)
    {
        mainTree = Follow(main);
        return new ScriptInputs(main, [.. _loaded.Values], [.. _assemblies.Values]);
    }

    private SyntaxTree Follow(ScriptFile file)
    {
        var tree = CSharpSyntaxTree.ParseText(Text(file), ScriptCompiler.ParseOptions, file.Name);
        var root = tree.GetCompilationUnitRoot();
        _syntaxErrors.AddRange(tree.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        foreach (var load in root.GetLoadDirectives().Where(d => d.IsActive))
        {
            if (Take(load.File, load.File.ValueText, "#load") is { } name && name != paths.Main && !_loaded.ContainsKey(name)
                && Open(name, load.File) is { } loaded)
            {
                _loaded.Add(name, loaded);
                Follow(loaded);
            }
        }

        foreach (var reference in root.GetReferenceDirectives().Where(d => d.IsActive))
        {
            var wanted = reference.File.ValueText;
            if (Take(reference.File, wanted, "#r") is { } name && !_assemblies.ContainsKey(name) && !IsFramework(name, wanted)
                && Open(name, reference.File) is { } assembly)
            {
                if (LocalAssembly.NameOf(assembly) is null)
                    _problems.Add(ScriptProblems.NotAnAssembly(At(reference.File), wanted));
                else
                    _assemblies.Add(name, assembly);
            }
        }

        return tree;
    }

    internal static SourceText Text(ScriptFile file)
    {
        using var stream = new MemoryStream(file.Content, writable: false);
        return SourceText.From(stream, System.Text.Encoding.UTF8);
    }

    private string? Take(SyntaxToken token, string wanted, string directive)
    {
        if (token.IsMissing || string.IsNullOrWhiteSpace(wanted))
            return null; // the compiler says so
        if (wanted.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
        {
            _problems.Add(ScriptProblems.PackageRefused(At(token), directive, wanted));
            return null;
        }

        if (wanted.Contains("://", StringComparison.Ordinal) || wanted.StartsWith("//", StringComparison.Ordinal)
            || wanted.StartsWith(@"\\", StringComparison.Ordinal))
        {
            _problems.Add(ScriptProblems.RemoteRefused(At(token), directive, wanted));
            return null;
        }

        return paths.Resolve(wanted, At(token).File);
    }

    private bool IsFramework(string name, string wanted) =>
        FrameworkReferences.IsFrameworkName(wanted) && !File.Exists(paths.FullPath(name));

    private ScriptFile? Open(string name, SyntaxToken token)
    {
        _named.Add(name);
        if (!paths.IsAllowed(name))
        {
            _problems.Add(ScriptProblems.OutsideTree(At(token), token.ValueText, paths.Root));
            return null;
        }

        try
        {
            return new ScriptFile(name, File.ReadAllBytes(paths.FullPath(name)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _problems.Add(ScriptProblems.CannotRead(At(token), token.ValueText, paths.FullPath(name), e));
            return null;
        }
    }

    private static Position At(SyntaxToken token) => RoslynPositions.Of(token.GetLocation());
}
