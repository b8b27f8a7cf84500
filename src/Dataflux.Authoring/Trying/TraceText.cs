using System.Text;
using Dataflux.Authoring.Sampling;
using Dataflux.Composing.Output;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Tracing;

namespace Dataflux.Authoring.Trying;

/// <summary>Shows for people what became of items: each with its row, and after the last item of a group its records.</summary>
/// <param name="output">Where to.</param>
internal sealed class TraceText(TextWriter output)
{
    /// <summary>Writes everything.</summary>
    /// <param name="definition">The definition's path.</param>
    /// <param name="sample">The sample.</param>
    internal void Write(string definition, TracedSample sample)
    {
        output.WriteLine($"Trying {definition} with {Figures.Count(sample.Items.Count, "item")} of "
            + $"{Figures.Count(sample.Items.Parts.Count, sample.Export.Terms.Part)} of {sample.Export.Location}; nothing is written.");
        foreach (var part in sample.Trace.Parts)
        {
            var number = 0;
            foreach (var item in part.Groups.SelectMany(
                group => group.Items.Select(item => (Item: item, Last: ReferenceEquals(item, group.Items[^1])))))
            {
                Write(item.Item);
                if (item.Last)
                    Write(item.Item.Group!, ++number);
            }

            foreach (var item in part.Items.Where(static item => item.Group is null))
            {
                Write(item);
                WriteEnd(item);
            }
        }
    }

    private void Write(TracedItem item)
    {
        output.WriteLine();
        output.WriteLine($"item    {item.Part} line {item.Line}: {ShownValue.Document(Encoding.UTF8.GetString(item.Original.Span))}");
        if (item.Row is { } row)
            output.WriteLine($"  row     {ShownValue.Document(RecordText.Of(row))}");
    }

    private void Write(TracedGroup group, int number)
    {
        var name = group.Key is { } key ? $"key {key}" : $"{number} of its file";
        output.WriteLine(
            $"  group   {name}: {Figures.Count(group.Rows.Count, "row")}, of {Lines(group.Items.Select(static item => item.Line))}");
        foreach (var record in group.Records)
            output.WriteLine($"  record  {record.GetType().Name} {ShownValue.Document(RecordText.Of(record))}");

        if (group.Rejected is { } rejected)
            output.WriteLine($"  rejected at {rejected.Stage}: {rejected.Error.Message}");
        else if (group.IsSkipped)
            output.WriteLine("  skipped by transform");
    }

    private void WriteEnd(TracedItem item)
    {
        foreach (var key in item.DeletedKeys)
            output.WriteLine($"  delete  {key.GetType().Name} {ShownValue.Document(RecordText.Of(key))}");

        if (item.Rejected is { } rejected)
            output.WriteLine($"  rejected at {rejected.Stage}: {rejected.Error.Message}");
        else if (item.SkippedBy is { } function)
            output.WriteLine($"  skipped by {function}");
    }

    private static string Lines(IEnumerable<long> lines)
    {
        var all = lines.ToList();
        return (all.Count == 1 ? "line " : "lines ") + string.Join(", ", all.Take(10)) + (all.Count > 10 ? ", …" : "");
    }
}
