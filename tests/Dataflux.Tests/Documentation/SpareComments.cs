using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Dataflux.Tests.Documentation;

/// <summary>Finds comments that only say that a member has a comment elsewhere, on types that nobody outside the assembly sees.</summary>
internal static class SpareComments
{
    /// <summary>The lines of the comments, counted from 0.</summary>
    internal static IEnumerable<int> In(SyntaxNode root) =>
        from member in root.DescendantNodes().OfType<MemberDeclarationSyntax>()
        where member.Parent is TypeDeclarationSyntax && !member.Ancestors().OfType<TypeDeclarationSyntax>().All(IsPublic)
        from comment in member.GetLeadingTrivia()
        where comment.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia)
            && comment.ToFullString().Trim() == "/// <inheritdoc/>"
        select comment.SyntaxTree!.GetLineSpan(comment.Span).StartLinePosition.Line;

    private static bool IsPublic(TypeDeclarationSyntax type) => type.Modifiers.Any(SyntaxKind.PublicKeyword);
}
