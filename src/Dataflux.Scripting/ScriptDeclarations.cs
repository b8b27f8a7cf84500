using Dataflux.Scripting.Compilation;
using Dataflux.Scripting.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Dataflux.Scripting;

/// <summary>Says where a script declares its types, for what is found about them when the script is long compiled.</summary>
public static class ScriptDeclarations
{
    /// <summary>Finds a declaration in a script or what it loads.</summary>
    /// <param name="scriptPath">The script.</param>
    /// <param name="options">How it was loaded.</param>
    /// <param name="type">The type's name.</param>
    /// <param name="property">The name of one of its properties; <see langword="null"/>: the type itself is meant.</param>
    /// <returns>
    /// The file as the user would name it, line and column counted from 1; <see langword="null"/> when it is not declared there.
    /// </returns>
    public static (string Path, int Line, int Column)? Find(string scriptPath, ProfileLoadOptions options, string type, string? property) =>
        First(
            scriptPath,
            options,
            root => root.DescendantNodes().OfType<TypeDeclarationSyntax>()
                .FirstOrDefault(node => node.Identifier.ValueText == type) is { } declared
                ? (property is null ? null : NameOf(declared, property)) ?? declared.Identifier
                : null);

    /// <summary>Finds a function of the contract, in its own or in PascalCase.</summary>
    /// <param name="scriptPath">The script.</param>
    /// <param name="options">How it was loaded.</param>
    /// <param name="function">The function's name, such as <c>onStart</c>.</param>
    /// <param name="record">The name of a type: of several functions, the one that takes it is meant.</param>
    /// <returns>As <see cref="Find"/>.</returns>
    public static (string Path, int Line, int Column)? FindFunction(
        string scriptPath, ProfileLoadOptions options, string function, string? record = null) => First(
        scriptPath,
        options,
        root => root.Members.OfType<MethodDeclarationSyntax>()
            .Where(method => IsNamed(method.Identifier, function))
            .OrderByDescending(method => record is not null && Takes(method, record))
            .FirstOrDefault()?.Identifier);

    private static bool Takes(MethodDeclarationSyntax method, string type) =>
        method.ParameterList.DescendantTokens().Any(token => token.ValueText == type);

    private static bool IsNamed(SyntaxToken name, string function) =>
        name.ValueText.Length == function.Length && char.ToLowerInvariant(name.ValueText[0]) == function[0]
        && name.ValueText.AsSpan(1).SequenceEqual(function.AsSpan(1));

    private static SyntaxToken? NameOf(TypeDeclarationSyntax type, string property)
    {
        var parameter = type.ParameterList?.Parameters.FirstOrDefault(parameter => parameter.Identifier.ValueText == property);
        return parameter?.Identifier
            ?? type.Members.OfType<PropertyDeclarationSyntax>().FirstOrDefault(
                member => member.Identifier.ValueText == property)?.Identifier;
    }

    private static (string Path, int Line, int Column)? First(
        string scriptPath, ProfileLoadOptions options, Func<CompilationUnitSyntax, SyntaxToken?> find)
    {
        var paths = new ScriptPaths(scriptPath, options);
        ScriptInputs inputs;
        try
        {
            inputs = new ScriptReader(paths).Read(new ScriptFile(paths.Main, File.ReadAllBytes(paths.MainFullPath)), out _);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        foreach (var file in inputs.Loaded.Prepend(inputs.Main))
        {
            var root = CSharpSyntaxTree.ParseText(ScriptReader.Text(file), Compilation.ScriptCompiler.ParseOptions, file.Name)
                .GetCompilationUnitRoot();
            if (find(root) is { } name)
            {
                var at = RoslynPositions.Of(name.GetLocation());
                return (paths.Display(at.File), at.Line, at.Column);
            }
        }

        return null;
    }
}
