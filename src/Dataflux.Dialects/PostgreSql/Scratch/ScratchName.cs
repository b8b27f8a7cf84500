using System.Globalization;
using System.Text.RegularExpressions;

namespace Dataflux.Dialects.PostgreSql.Scratch;

/// <summary>
/// The names of scratch schemas: <c>dataflux_scratch_1f0c33a8_2</c>. The owner is a random number; while its process lives, it holds
/// the advisory lock of that number, so that what a killed process left can be told from what is in use.
/// </summary>
internal static partial class ScratchName
{
    /// <summary>The first number of the lock; the second is the owner (any constant will do).</summary>
    internal const int LockSpace = 0x64663473;

    /// <summary>The name of an owner's n-th schema.</summary>
    internal static string Of(int owner, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"dataflux_scratch_{owner:x8}_{number}");

    /// <summary>Whose schema it is; <see langword="null"/>: it is no scratch schema.</summary>
    internal static int? OwnerOf(string schema) =>
        Form().Match(schema) is { Success: true } match
            ? int.Parse(match.Groups["owner"].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : null;

    [GeneratedRegex(
        @"\Adataflux_scratch_(?<owner>[0-9a-f]{8})_[0-9]+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}
