using System.Globalization;
using System.Text;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.State;

/// <summary>
/// The marks that writers leave in the target: a document for each writer, which each of its transactions counts up. Commits are durable in
/// their order, so a mark proves that its transaction and all before it are there; a number the server gives out (a transaction's id, say)
/// proves nothing, because after a fail-over the same numbers are given out once more.
/// </summary>
/// <param name="Lineage">Which checkpoint they belong to.</param>
/// <param name="Marks">The marks as they were read.</param>
internal sealed record TargetMarks(string Lineage, CommitMarks Marks)
{
    private const string Writer = "writer/";

    /// <summary>Whose documents a migration's marks are; not a name that a migration can have.</summary>
    internal static string OwnerOf(string migration) => $"{migration}/marks";

    /// <summary>The same for a replay of its rejects, which is a migration beside it.</summary>
    internal static string OwnerOfReplay(string migration) => $"{migration}/replay";

    internal static string NameOf(int writer) => $"{Writer}{writer:D3}";

    internal static byte[] Format(string lineage, long run, long committed) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{lineage} {run} {committed}"));

    /// <summary>The marks that the last run left; <see langword="null"/>: there are none.</summary>
    internal static async Task<TargetMarks?> ReadAsync(ITargetDocuments documents, string owner)
    {
        string? lineage = null;
        var run = 0L;
        var committed = new List<long>();
        await foreach (var (_, content) in documents.ReadAsync(owner))
        {
            var parts = Encoding.ASCII.GetString(content).Split(' ');
            lineage = parts[0];
            run = long.Parse(parts[1], CultureInfo.InvariantCulture);
            committed.Add(long.Parse(parts[2], CultureInfo.InvariantCulture));
        }

        return lineage is null ? null : new(lineage, new(run, [.. committed]));
    }

    /// <summary>Makes the marks of a run that begins, in the place of all others.</summary>
    internal static async Task BeginAsync(ITargetDocuments documents, string owner, string lineage, long run, int writers)
    {
        await documents.DeleteAsync(owner);
        for (var i = 0; i < writers; i++)
            await documents.PutAsync(owner, NameOf(i), Format(lineage, run, 0));
    }

    /// <summary>Whether two readings found the same marks.</summary>
    internal static bool AreSame(TargetMarks? one, TargetMarks? other) => one is null || other is null
        ? one == other
        : one.Lineage == other.Lineage && one.Marks.Run == other.Marks.Run && one.Marks.Writers.SequenceEqual(other.Marks.Writers);
}
