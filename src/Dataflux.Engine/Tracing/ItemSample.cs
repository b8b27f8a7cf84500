using System.Text;
using Dataflux.Engine.Sources;
using Dataflux.Profiles;

namespace Dataflux.Engine.Tracing;

/// <summary>Some items of an export, in memory, with the parts and lines they were read from.</summary>
public sealed class ItemSample
{
    internal ItemSample(IReadOnlyList<SampledPart> parts, bool isWhole)
    {
        Parts = parts;
        IsWhole = isWhole;
        Count = parts.Sum(static part => part.Items.Count);
    }

    /// <summary>The parts that items were taken from, in the export's order; none of them is empty.</summary>
    public IReadOnlyList<SampledPart> Parts { get; }

    /// <summary>How many items there are.</summary>
    public int Count { get; }

    /// <summary>Whether these are all items of the export.</summary>
    public bool IsWhole { get; }

    /// <summary>All items, part after part, with the names of their parts.</summary>
    public IEnumerable<(string Part, SampledItem Item)> Items =>
        Parts.SelectMany(static part => part.Items.Select(item => (part.Part.Name, item)));

    /// <summary>Some of the items.</summary>
    /// <param name="isMeant">Whether an item, with the name of its part, is one of them.</param>
    public ItemSample Where(Func<string, SampledItem, bool> isMeant)
    {
        var parts = Parts.Select(part => part with { Items = [.. part.Items.Where(item => isMeant(part.Part.Name, item))] })
            .Where(static part => part.Items.Count > 0).ToList();
        return new ItemSample(parts, IsWhole && parts.Sum(static part => part.Items.Count) == Count);
    }

    /// <summary>A sample of one part that is nowhere but in memory.</summary>
    /// <param name="part">The part's name, for messages.</param>
    /// <param name="lines">Its lines: an item each, in any form that <see cref="ItemBlock.Parse"/> takes.</param>
    public static ItemSample Of(string part, IEnumerable<string> lines)
    {
        var block = ItemBlock.Parse(Encoding.UTF8.GetBytes(string.Join('\n', lines)), firstLineNumber: 1);
        var items = Enumerable.Range(0, block.Count).Select(index => new SampledItem(block, index)).ToList();
        return new([new(new SourcePart { Name = part, Fingerprint = "", ItemCount = items.Count }, items)], isWhole: true);
    }
}
