using Dataflux.Tests.Cli;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Dataflux.Tests.Layers;

/// <summary>
/// Which folders of a project use which, read from its sources. A folder uses another one when one of its files has a <c>using</c> for
/// its namespace, or names one of its types: names of types and namespaces, not comments, count.
/// </summary>
internal sealed class ProjectSources
{
    private const string Contract = "Dataflux.Profiles";
    private readonly string _root;
    private readonly string _folder;
    private readonly List<(string Path, string Folder, CompilationUnitSyntax Code)> _files;
    private readonly ILookup<string, string> _types;
    private readonly ILookup<string, (string Folder, string Type)> _spaces;

    /// <param name="project">The project's name, which is its folder's too.</param>
    internal ProjectSources(string project)
    {
        _folder = Path.Combine(Repository.Folder, "src", project);
        _root = project;
        _files = [.. Repository.Files("*.cs", Path.Combine("src", project)).AsParallel().AsOrdered().Select(Read)];
        _types = _files.SelectMany(file => TypesOf(file.Code).Select(type => (file.Folder, type))).ToLookup(at => at.Folder, at => at.type);
        _spaces = _files.SelectMany(file => TypesOf(file.Code).Select(type => (Space: SpaceOf(file.Code), file.Folder, type)))
            .ToLookup(at => at.Space, at => (at.Folder, at.type));
    }

    /// <summary>The folders that have sources.</summary>
    internal IReadOnlyList<string> Folders => [.. _types.Select(folder => folder.Key).Order(StringComparer.Ordinal)];

    /// <summary>
    /// The files whose namespace is not that of their folder. What scripts see is in one namespace, whatever its folder.
    /// </summary>
    internal IEnumerable<string> Misplaced => _files
        .Where(file => SpaceOf(file.Code) is { Length: > 0 } space && space != NamespaceOf(file.Folder)
            && !(_root == Contract && space == Contract && MembersOf(file.Code).All(IsPublic)))
        .Select(file => Path.GetRelativePath(Repository.Folder, file.Path));

    /// <summary>Every use of one folder by another, once for each file and name.</summary>
    internal IReadOnlyList<FolderUse> Uses() => [.. _files.AsParallel().AsOrdered().SelectMany(UsesOf)];

    private IEnumerable<FolderUse> UsesOf((string Path, string Folder, CompilationUnitSyntax Code) file)
    {
        var place = Path.GetRelativePath(_folder, file.Path);
        var usings = file.Code.Usings.Select(one => one.NamespaceOrType.ToString())
            .Select(name => (Folder: FolderOf(name), What: $"using {name}"));
        var names = MembersOf(file.Code).SelectMany(static member => member.DescendantNodes()).OfType<SimpleNameSyntax>()
            .Where(IsFirst).SelectMany(name => Named(SpaceOf(file.Code), name));
        return usings.Concat(names).Where(use => use.Folder is not null && use.Folder != file.Folder).Distinct()
            .Select(use => new FolderUse(file.Folder, use.Folder!, $"{place}: {use.What}"));
    }

    // Without a using a file sees the types of its namespace and of those around it, and whatever it names by the rest of a namespace.
    private IEnumerable<(string? Folder, string What)> Named(string space, SimpleNameSyntax first)
    {
        var name = first.Identifier.Text;
        for (var around = space; around.Length > 0; around = around[..Math.Max(0, around.LastIndexOf('.'))])
        {
            if (_spaces[around].FirstOrDefault(at => at.Type == name) is { Folder: { } folder })
            {
                yield return (folder, name);
                yield break;
            }
        }

        if (Qualified(first) is { Count: > 1 } parts)
        {
            for (var count = parts.Count - 1; count > 0; count--)
            {
                var path = string.Join('/', parts.Take(count));
                var type = parts[count];
                if (_types.FirstOrDefault(at => IsOrEndsWith(at.Key, path) && at.Contains(type)) is { } found)
                    yield return (found.Key, $"{path.Replace('/', '.')}.{type}");
            }
        }
    }

    private static bool IsOrEndsWith(string folder, string path) =>
        folder == path || folder.EndsWith("/" + path, StringComparison.Ordinal);

    // a.B and A.B: only the first name is looked up in what the file sees; those behind it are found by it.
    private static bool IsFirst(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == name,
        QualifiedNameSyntax qualified => qualified.Left == name,
        MemberBindingExpressionSyntax or NameColonSyntax or NameEqualsSyntax => false,
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } set => set.Left != name,
        _ => true,
    };

    private static List<string> Qualified(SimpleNameSyntax first)
    {
        List<string> parts = [first.Identifier.Text];
        for (SyntaxNode node = first; ; node = node.Parent)
        {
            switch (node.Parent)
            {
                case MemberAccessExpressionSyntax access when access.Expression == node:
                    parts.Add(access.Name.Identifier.Text);
                    break;
                case QualifiedNameSyntax qualified when qualified.Left == node:
                    parts.Add(qualified.Right.Identifier.Text);
                    break;
                default:
                    return parts;
            }
        }
    }

    // The longest part of a name that is a folder's namespace: a using may name a type, too.
    private string? FolderOf(string name)
    {
        for (var space = name; space.StartsWith(_root, StringComparison.Ordinal); space = space[..Math.Max(0, space.LastIndexOf('.'))])
        {
            var folder = space.Length == _root.Length ? "" : space[(_root.Length + 1)..].Replace('.', '/');
            if (_types.Contains(folder))
                return folder;
        }

        return null;
    }

    private string NamespaceOf(string folder) => folder.Length == 0 ? _root : $"{_root}.{folder.Replace('/', '.')}";

    private (string Path, string Folder, CompilationUnitSyntax Code) Read(string path)
    {
        var folder = Path.GetRelativePath(_folder, Path.GetDirectoryName(path)!).Replace(Path.DirectorySeparatorChar, '/');
        return (path, folder == "." ? "" : folder, CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetCompilationUnitRoot());
    }

    private static string SpaceOf(CompilationUnitSyntax code) =>
        code.Members.OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString() ?? "";

    private static bool IsPublic(MemberDeclarationSyntax member) => member.Modifiers.Any(SyntaxKind.PublicKeyword);

    private static IEnumerable<string> TypesOf(CompilationUnitSyntax code) => MembersOf(code).Select(static member => member switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        _ => "",
    });

    private static IEnumerable<MemberDeclarationSyntax> MembersOf(CompilationUnitSyntax code) =>
        code.Members.SelectMany(static member => member is BaseNamespaceDeclarationSyntax space ? space.Members : [member]);
}
