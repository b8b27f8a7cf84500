using Dataflux.Engine.Ground;
using Dataflux.Profiles;

namespace Dataflux.Engine.Rejects;

/// <summary>
/// Names the attribute whose text a database cannot hold: the target knows only the column, the item knows where the
/// character is. Only ever used on the failing path.
/// </summary>
internal static class UnstorablePlaces
{
    private const int Named = 5;

    /// <summary>The reject with the attributes' paths in its message, where it is about such a character.</summary>
    internal static Reject NameIn(Reject reject, IReadOnlyList<OriginalLine> items)
    {
        if (reject.Error.Detail != FailureDetail.UnstorableText)
            return reject;

        var paths = new List<string>();
        foreach (var item in items)
        {
            if (item.IsWellFormed && ItemBlock.Parse(item.Bytes, 1) is { Count: 1 } block && block.Error(0) is null)
                paths.AddRange(block.Item(0).UnstorablePaths());
        }

        return paths.Count == 0 ? reject : reject with
        {
            Error = reject.Error with
            {
                Message = $"{reject.Error.Message}; it is in attribute "
                    + $"{string.Join(", ", paths.Distinct(StringComparer.Ordinal).Take(Named))}; 'nul: strip' or 'nul: replace' in the "
                    + "definition takes it out",
            },
        };
    }
}
