using System.Collections.Immutable;
using Dataflux.Profiles.Items;
using Dataflux.Profiles.Parsing;

namespace Dataflux.Engine.Coverage;

/// <summary>
/// Brings together what all readers of a run saw of attributes that are not read. An attribute counts as read when it was read of one item:
/// of which items a profile reads it is its own business.
/// </summary>
/// <param name="options">How it is reported.</param>
/// <param name="readBefore">The names that earlier processes of the run read.</param>
internal sealed class RunCoverage(CoverageOptions options, ImmutableSortedSet<string>? readBefore = null)
{
    // Members of maps apart: they leave the room of items' attributes alone.
    private const int MostNamesOfPart = 100;
    private const int MostMembersOfPart = 400;

    // Stands behind the path of a map or list that was read with all that is in it.
    private const string Whole = ".*";
    private readonly Dictionary<string, string> _examples = new(StringComparer.Ordinal);
    private readonly ImmutableSortedSet<string> _readBefore = readBefore ?? ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Told what is read.</summary>
    internal ReadNames Reads { get; } = new();

    /// <summary>The names that were read so far, by earlier processes of the run as well.</summary>
    internal ImmutableSortedSet<string> Read
    {
        get
        {
            HashSet<string> wholes = [];
            var read = _readBefore.ToBuilder();
            Reads.CopyTo(read, wholes);
            read.UnionWith(wholes.Select(static path => path + Whole));
            return read.ToImmutable();
        }
    }

    /// <summary>What a reader counts with.</summary>
    internal AttributeCounter NewCounter() => new(options.Ignores);

    /// <summary>Takes what a reader counted of a part, and lets it begin with the next one.</summary>
    internal PartCoverage Take(AttributeCounter counter)
    {
        var read = Read;
        var unread = counter.Names.Where(name => name.Items > 0 && !IsRead(name.Name, read) && !options.Ignores(name.Name))
            .OrderByDescending(static name => name.Items).ToList();
        lock (_examples)
        {
            foreach (var name in unread)
                _examples.TryAdd(name.Name, name.Example);
        }

        // Names that are escaped in one item and not in another are one name.
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var ofItems = unread.Where(static name => !name.IsMember).ToList();
        foreach (var name in ofItems.Take(MostNamesOfPart).Concat(unread.Where(static name => name.IsMember).Take(MostMembersOfPart)))
            counts[name.Name] = counts.GetValueOrDefault(name.Name) + name.Items;

        var taken = new PartCoverage(counter.Items, counts)
        {
            IsCut = counter.HasOthers || ofItems.Count > MostNamesOfPart || unread.Count - ofItems.Count > MostMembersOfPart,
        };
        counter.Clear();
        return taken;
    }

    /// <summary>What was never read.</summary>
    /// <param name="parts">The parts that count; <see langword="null"/> for those of which nothing is known.</param>
    /// <param name="before">What the last complete run found.</param>
    /// <param name="redact">Strikes secrets out of examples.</param>
    internal CoverageFindings Findings(IReadOnlyCollection<PartCoverage?> parts, CoverageFindings? before, Func<string, string> redact)
    {
        var read = Read;
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, items) in parts.SelectMany(static part => part?.Unread ?? new Dictionary<string, long>()))
        {
            if (!IsRead(name, read) && !options.Ignores(name))
                counts[name] = counts.GetValueOrDefault(name) + items;
        }

        var known = before?.Unread.Select(static unread => unread.Name).ToHashSet(StringComparer.Ordinal);
        var found = counts.OrderByDescending(static unread => unread.Value).ThenBy(static unread => unread.Key, StringComparer.Ordinal)
            .Select(unread => new UnreadAttribute(unread.Key, unread.Value)
            {
                Example = _examples.GetValueOrDefault(unread.Key) is { } example ? redact(example) : null,
                IsNew = known?.Contains(unread.Key) == false,
            })
            .ToList();
        var isCut = parts.Any(static part => part?.IsCut == true);
        return new CoverageFindings(parts.Sum(static part => part?.Items ?? 0), found)
        {
            IsCut = isCut,
            PartsNotCounted = parts.Count(static part => part is null),
            Fails = options.IsError && (found.Count > 0 || isCut),
        };
    }
    private static bool IsRead(string name, ImmutableSortedSet<string> read)
    {
        if (read.Contains(name))
            return true;

        for (var end = 1; end < name.Length; end++)
        {
            if (name[end] is '.' or '[' && read.Contains(name[..end] + Whole))
                return true;
        }

        return false;
    }
}
