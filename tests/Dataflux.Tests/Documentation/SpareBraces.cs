using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Dataflux.Tests.Documentation;

/// <summary>
/// Finds braces around the one line of a body. The build wants braces where a body or its head takes several lines (IDE0011); where both
/// take one, in every branch of an <c>if</c>, there are none.
/// </summary>
internal static class SpareBraces
{
    /// <summary>The blocks that are spared.</summary>
    internal static IEnumerable<BlockSyntax> In(SyntaxNode root) =>
        root.DescendantNodes().OfType<StatementSyntax>().SelectMany(
            statement => statement is IfStatementSyntax { Parent: not ElseClauseSyntax } branch ? OfChain([.. Branches(branch)])
                : Body(statement) is { } body ? OfChain([(statement, body)])
                : []);

    private static IEnumerable<BlockSyntax> OfChain(IReadOnlyList<(SyntaxNode Owner, StatementSyntax Body)> parts) =>
        parts.All(part => IsOneLine(part.Body) && HeadIsOneLine(part.Owner, part.Body))
            ? parts.Select(part => part.Body).OfType<BlockSyntax>()
            : [];

    private static IEnumerable<(SyntaxNode Owner, StatementSyntax Body)> Branches(IfStatementSyntax first)
    {
        for (var branch = first; ;)
        {
            yield return (branch, branch.Statement);
            switch (branch.Else)
            {
                case null:
                    yield break;
                case { Statement: IfStatementSyntax next }:
                    branch = next;
                    break;
                case { } last:
                    yield return (last, last.Statement);
                    yield break;
            }
        }
    }

    private static StatementSyntax? Body(StatementSyntax statement) => statement switch
    {
        ForStatementSyntax loop => loop.Statement,
        CommonForEachStatementSyntax loop => loop.Statement,
        WhileStatementSyntax loop => loop.Statement,
        LockStatementSyntax held => held.Statement,
        FixedStatementSyntax pinned => pinned.Statement,
        UsingStatementSyntax used => used.Statement,
        _ => null,
    };

    private static bool IsOneLine(StatementSyntax body) => body switch
    {
        BlockSyntax { Statements: [var only] } block => CanStandAlone(only) && Lines(only) == 1 && Lines(block) == 3,
        BlockSyntax => false,
        _ => Lines(body) == 1,
    };

    // A declaration or a label needs its block, and an 'if' would take the 'else' of the one around it.
    private static bool CanStandAlone(StatementSyntax statement) => statement is not
        (LocalDeclarationStatementSyntax or LocalFunctionStatementSyntax or LabeledStatementSyntax or BlockSyntax or IfStatementSyntax);

    private static bool HeadIsOneLine(SyntaxNode owner, StatementSyntax body)
    {
        var text = owner.SyntaxTree.GetText();
        var first = owner is IfStatementSyntax { Parent: ElseClauseSyntax parent } ? parent.SpanStart : owner.SpanStart;
        return text.Lines.IndexOf(first) == text.Lines.IndexOf(body.GetFirstToken().GetPreviousToken().SpanStart);
    }

    private static int Lines(SyntaxNode node)
    {
        var span = node.SyntaxTree.GetLineSpan(node.Span);
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }
}
