using Dataflux.Authoring.Checking.Proving;
using Dataflux.Engine.Sources;
using Dataflux.Engine.Tracing;

namespace Dataflux.Authoring.Testing;

/// <summary>The items of a test as files of an export, and their numbers: counted from 1 through all files.</summary>
internal sealed class TestItems
{
    private readonly Dictionary<string, int> _before = new(StringComparer.Ordinal);

    internal TestItems(TestCase test)
    {
        var count = 0;
        Samples = [.. test.Files.Select((lines, index) => ItemSample.Of($"file {index + 1}", lines)).Where(sample => sample.Count > 0)];
        foreach (var part in Samples.SelectMany(sample => sample.Parts))
        {
            _before[part.Part.Name] = count;
            count += part.Items.Count;
        }
    }

    /// <summary>A sample for each file: their groups are made each by itself.</summary>
    internal IReadOnlyList<ItemSample> Samples { get; }

    /// <summary>The number of the item in a line of a file.</summary>
    internal int NumberOf(string file, long line) => _before[file] + (int)line;

    /// <summary>The items as an export that can be migrated.</summary>
    /// <param name="time">The export's time.</param>
    internal ProofExport ToExport(DateTimeOffset time)
    {
        var parts = Samples.SelectMany(sample => sample.Parts)
            .Select(part => new ProofPart(part.Part, [.. part.Items.Select(item => item.Original)])).ToList();
        return new ProofExport(new Export { Id = "tests", Location = "tests", Parts = [], Time = time }, parts);
    }
}
