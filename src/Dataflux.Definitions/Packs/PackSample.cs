namespace Dataflux.Definitions.Packs;

/// <summary>A pack's sample of the export: lines of DynamoDB JSON, a part for each file of the export that it has items of.</summary>
/// <param name="Folder">The folder in the pack.</param>
/// <param name="Items">How many items it holds.</param>
/// <param name="ExportTime">The export's time, which a profile sees as its "now".</param>
internal sealed record PackSample(string Folder, long Items, DateTimeOffset ExportTime);
