using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;

namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>
/// The SQL that settles suspects of one type: their rows are copied, written as a run would write them, and compared with what they were.
/// </summary>
internal abstract class SettleStatements
{
    /// <param name="suspects">The records.</param>
    private protected SettleStatements(Suspects suspects)
    {
        (Binding, Rules) = (suspects.Binding, suspects.Rules);
        Changes = [.. Rules.Changes.Where(static change => !change.IsTouch)];
    }

    /// <summary>The records' type with its table.</summary>
    internal TableBinding Binding { get; }

    /// <summary>The columns that are compared.</summary>
    internal IReadOnlyList<ColumnChange> Changes { get; }

    /// <summary>
    /// Makes the temporary tables. The copies take what the table would refuse: that is said as a difference, too.
    /// </summary>
    internal abstract string Make { get; }

    /// <summary>Drops them.</summary>
    internal abstract string Drop { get; }

    /// <summary>Leaves out the records that a delete of their key comes after.</summary>
    internal abstract string? LeaveOutDeleted { get; }

    /// <summary>Says of the deletes that a record comes after them.</summary>
    internal abstract string? MarkOverwritten { get; }

    /// <summary>Makes rounds of places, and gives their number; <see langword="null"/>: the records came with their rounds.</summary>
    internal virtual NumberedSql? MakeRounds => null;

    /// <summary>What is done before it is asked which rows are missing.</summary>
    internal virtual IReadOnlyList<NumberedSql> Look => [];

    /// <summary>Gives the places and keys of the records whose rows are not there, by key and place.</summary>
    internal abstract string Missing { get; }

    /// <summary>Copies the rows that are there, and leaves out the records whose rows are not.</summary>
    internal abstract IReadOnlyList<NumberedSql> Copy { get; }

    /// <summary>Writes the records of a round into the copies.</summary>
    internal abstract IReadOnlyList<NumberedSql> Merge(int round);

    /// <summary>
    /// Gives, for each record whose row differs from its copy: row, place, key, and of each column whether it differs, its value and the
    /// copy's; by row and place.
    /// </summary>
    internal abstract string Differences { get; }

    /// <summary>What counts as a change.</summary>
    private protected MergeRules Rules { get; }

    /// <summary>The columns of the key.</summary>
    private protected IReadOnlyList<BoundColumn> KeyColumns => [.. Rules.Key.Select(name => Binding.Column(name)!)];
}
