using System.Text;
using Dataflux.Engine.Sources;
using Dataflux.Profiles;

namespace Dataflux.Engine.Tracing;

/// <summary>Some items of an export, in memory, with the files and lines they were read from.</summary>
public sealed class ItemSample
{
    internal ItemSample(IReadOnlyList<SampledFile> files, bool isWhole)
    {
        Files = files;
        IsWhole = isWhole;
        Count = files.Sum(static file => file.Items.Count);
    }

    /// <summary>The files that items were taken from, in the export's order; none of them is empty.</summary>
    public IReadOnlyList<SampledFile> Files { get; }

    /// <summary>How many items there are.</summary>
    public int Count { get; }

    /// <summary>Whether these are all items of the export.</summary>
    public bool IsWhole { get; }

    /// <summary>A sample of one file that is nowhere but in memory.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="lines">Its lines: an item each, in any form that <see cref="ItemBlock.Parse"/> takes.</param>
    public static ItemSample Of(string file, IEnumerable<string> lines)
    {
        var block = ItemBlock.Parse(Encoding.UTF8.GetBytes(string.Join('\n', lines)), firstLineNumber: 1);
        var items = Enumerable.Range(0, block.Count).Select(index => new SampledItem(block, index)).ToList();
        return new([new(new ExportFile { Name = file, Fingerprint = "", ItemCount = items.Count }, items)], isWhole: true);
    }
}
