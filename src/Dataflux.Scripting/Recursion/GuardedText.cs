using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Dataflux.Scripting.Recursion;

/// <summary>
/// The text of a script with something inserted. Its checksum is the original's, by which a debugger knows the file.
/// </summary>
internal sealed class GuardedText(SourceText original, string text)
    : SourceText(original.GetChecksum(), original.ChecksumAlgorithm)
{
    public override Encoding? Encoding { get; } = original.Encoding;

    public override int Length => text.Length;

    public override char this[int position] => text[position];

    public override void CopyTo(int sourceIndex, char[] destination, int destinationIndex, int count) =>
        text.CopyTo(sourceIndex, destination, destinationIndex, count);
}
