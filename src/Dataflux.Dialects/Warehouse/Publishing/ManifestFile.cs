using System.Text.Json.Serialization;

namespace Dataflux.Dialects.Warehouse.Publishing;

/// <summary>A file as the manifest names it.</summary>
/// <param name="Path">Its path below the target's place.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="ContentLength">Its size in bytes.</param>
/// <param name="Sha256">The hash of its content, in hexadecimal digits.</param>
/// <param name="Export">Which export of a chain its rows come from, counted from 0.</param>
/// <param name="Replay">Which replay of that export's rejects; 0: the export itself.</param>
internal sealed record ManifestFile(
    string Path,
    long Rows,
    [property: JsonPropertyName("content_length")] long ContentLength,
    string Sha256,
    int Export,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Replay);
