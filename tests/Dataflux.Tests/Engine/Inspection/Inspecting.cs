using Dataflux.Engine.Inspection;
using Dataflux.Engine.Reporting;
using Dataflux.Profiles;

namespace Dataflux.Tests.Engine.Inspection;

/// <summary>Inspects an export in memory.</summary>
internal sealed class Inspecting : IMigrationObserver
{
    internal static async Task<ExportInspection> Files(string[][] files, long? sample = null)
    {
        var source = new MemorySource(files);
        return await new Inspector(source, source.Open(), new InspectionOptions { Sample = sample }, new Inspecting(), TimeProvider.System)
            .InspectAsync(TestContext.Current.CancellationToken);
    }

    internal static Task<ExportInspection> Items(params IEnumerable<string> attributes) => Files([[.. attributes.Select(Item)]]);

    internal static string Item(string attributes) => $$$"""{"Item":{{{{attributes}}}}}""";

    internal static AttributeInspection Attribute(KindInspection kind, string path) =>
        Assert.Single(kind.Attributes, attribute => attribute.Path == path);

    internal static string Types(AttributeInspection attribute) =>
        string.Join(' ', attribute.Types.OrderBy(type => $"{type.Key}", StringComparer.Ordinal).Select(type => $"{type.Key}:{type.Value}"));

    internal static IEnumerable<string> Kinds(ExportInspection found) =>
        found.Kinds.Select(kind => $"{kind.Name} {kind.Items}").Order(StringComparer.Ordinal);

    internal static long Count(AttributeInspection attribute, AttributeType type) => attribute.Types.GetValueOrDefault(type);
}
