using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Dataflux.Scripting.Recursion;

/// <summary>
/// Lets functions that may call themselves ask first whether there is stack left. Nobody can catch an overflow of the stack: it would end
/// the process. Other functions stay as they are, and all keep their lines and columns.
/// </summary>
internal static class RecursionGuard
{
    private const string Guard = "global::Dataflux.Profiles.StackGuard.Check();";

    /// <summary>The texts of the files that have such functions, by the files' names.</summary>
    /// <param name="compilation">The script, without errors.</param>
    internal static Dictionary<string, SourceText> Texts(CSharpCompilation compilation)
    {
        var texts = new Dictionary<string, SourceText>(StringComparer.Ordinal);
        foreach (var functions in new RecursionFinder(compilation).Find().GroupBy(static function => function.SyntaxTree))
        {
            var tree = functions.Key;

            // What maps lines itself, or has a name that cannot be written in a directive, stays as it is.
            if (tree.FilePath.Contains('"', StringComparison.Ordinal) || HasLineDirectives(tree))
                continue;
            var model = compilation.GetSemanticModel(tree);
            var edits = functions.SelectMany(function => Edits(function, model)).ToList();
            if (edits.Count > 0)
                texts.Add(tree.FilePath, new GuardedText(tree.GetText(), Apply(tree.GetText(), edits)));
        }

        return texts;
    }

    private static IEnumerable<Edit> Edits(SyntaxNode function, SemanticModel model)
    {
        // Where a directive cannot stand, or a statement.
        if (function.Ancestors().Any(static node => node is InterpolatedStringExpressionSyntax) || IsExpressionTree(function, model))
            return [];
        return (Body(function), Name(function)) switch
        {
            (BlockSyntax block, var name) => [OfBlock(block, block.OpenBraceToken.Span.End, name)],
            (ExpressionSyntax expression, var name) => OfExpression(function, expression, name, model),
            _ => [],
        };
    }

    private static Edit OfBlock(BlockSyntax block, int start, SyntaxToken name) =>
        new(start, 0, 0, $"\n{Line(name)}{Guard}\n{LineAt(block, start)}");

    // '=> value' becomes '{ guard; return value; }'.
    private static IEnumerable<Edit> OfExpression(SyntaxNode function, ExpressionSyntax expression, SyntaxToken name, SemanticModel model)
    {
        var at = LineAt(expression, expression.SpanStart);
        var returns = expression is ThrowExpressionSyntax || !Returns(function, model) ? "" : $"{at}return\n";
        var end = expression.Span.End;
        var (open, close) = ("{", "\n;}\n");
        if (expression.Parent is ArrowExpressionClauseSyntax arrow)
        {
            yield return new(arrow.ArrowToken.SpanStart, arrow.ArrowToken.Span.Length, 0, "  ");
            end = expression.GetLastToken().GetNextToken().Span.End;
            (open, close) = function is ArrowExpressionClauseSyntax ? ("{ get {", "\n}}\n") : ("{", "\n}\n");
        }

        yield return new(expression.SpanStart, 0, 0, $"\n{open}\n{Line(name)}{Guard}\n{returns}{at}");
        yield return new(end, 0, function.Ancestors().Count(), close + LineAt(expression, end));
    }

    private static CSharpSyntaxNode? Body(SyntaxNode function) => function switch
    {
        BaseMethodDeclarationSyntax method => (CSharpSyntaxNode?)method.Body ?? method.ExpressionBody?.Expression,
        LocalFunctionStatementSyntax local => (CSharpSyntaxNode?)local.Body ?? local.ExpressionBody?.Expression,
        AccessorDeclarationSyntax accessor => (CSharpSyntaxNode?)accessor.Body ?? accessor.ExpressionBody?.Expression,
        ArrowExpressionClauseSyntax arrow => arrow.Expression,
        AnonymousFunctionExpressionSyntax lambda => lambda.Body,
        _ => null,
    };

    private static SyntaxToken Name(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => method.Identifier,
        LocalFunctionStatementSyntax local => local.Identifier,
        ConstructorDeclarationSyntax constructor => constructor.Identifier,
        AccessorDeclarationSyntax accessor => accessor.Keyword,
        ArrowExpressionClauseSyntax { Parent: PropertyDeclarationSyntax property } => property.Identifier,
        _ => function.GetFirstToken(),
    };

    private static bool Returns(SyntaxNode function, SemanticModel model)
    {
        var symbol = function switch
        {
            ArrowExpressionClauseSyntax => null,
            AnonymousFunctionExpressionSyntax => model.GetSymbolInfo(function).Symbol as IMethodSymbol,
            _ => model.GetDeclaredSymbol(function) as IMethodSymbol,
        };
        return symbol is null || !(symbol.ReturnsVoid || symbol.MethodKind == MethodKind.Constructor
            || (symbol.IsAsync && symbol.ReturnType is INamedTypeSymbol { IsGenericType: false }));
    }

    private static bool HasLineDirectives(SyntaxTree tree) =>
        tree.GetRoot().DescendantTrivia().Any(static trivia => trivia.IsKind(SyntaxKind.LineDirectiveTrivia));

    private static bool IsExpressionTree(SyntaxNode function, SemanticModel model) => function.AncestorsAndSelf()
        .OfType<AnonymousFunctionExpressionSyntax>()
        .Any(lambda => model.GetTypeInfo(lambda).ConvertedType is INamedTypeSymbol { Name: "Expression" });

    private static string Line(SyntaxToken token) => LineAt(token.Parent!, token.SpanStart);

    // Says that the next line of the text is at this place of the file.
    private static string LineAt(SyntaxNode node, int position)
    {
        var at = node.SyntaxTree.GetText().Lines.GetLinePosition(position);
        return $"#line ({at.Line + 1},{at.Character + 1})-({at.Line + 1},{at.Character + 2}) \"{node.SyntaxTree.FilePath}\"\n";
    }

    private static string Apply(SourceText original, List<Edit> edits)
    {
        var text = new StringBuilder();
        var done = 0;
        foreach (var edit in edits.OrderBy(static edit => edit.At).ThenByDescending(static edit => edit.Depth))
        {
            text.Append(original.ToString(TextSpan.FromBounds(done, edit.At))).Append(edit.Text);
            done = edit.At + edit.Replaced;
        }

        return text.Append(original.ToString(TextSpan.FromBounds(done, original.Length))).ToString();
    }

    // Of edits at one place, that of the innermost function comes first.
    private readonly record struct Edit(int At, int Replaced, int Depth, string Text);
}
