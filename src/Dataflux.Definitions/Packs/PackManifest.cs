using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dataflux.Engine.Ground;

namespace Dataflux.Definitions.Packs;

/// <summary>What a pack says of itself, in its entry <c>manifest.json</c>.</summary>
internal sealed record PackManifest
{
    /// <summary>The entry with the manifest.</summary>
    internal const string FileName = "manifest.json";

    /// <summary>The entry with the manifest's own SHA-256, as <c>sha256sum</c> writes it.</summary>
    internal const string HashFileName = "manifest.sha256";

    /// <summary>The format that this dataflux writes and reads.</summary>
    internal const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = PrintableJson.Encoder,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The version of the pack's own layout.</summary>
    public required int Format { get; init; }

    /// <summary>The migration's name.</summary>
    public required string Name { get; init; }

    /// <summary>The part that is the definition.</summary>
    public required string Definition { get; init; }

    /// <summary>The part that is the profile's main script.</summary>
    public required string Profile { get; init; }

    /// <summary>SHA-256 of the profile with everything it loads, as every run prints it.</summary>
    public required string ProfileSha256 { get; init; }

    /// <summary>The version of the contract the profile was written for, see <see cref="Profiles.ProfileContract"/>.</summary>
    public required string Contract { get; init; }

    /// <summary>The dataflux that made the pack.</summary>
    public required string Dataflux { get; init; }

    /// <summary>
    /// The folder of the project that the pack's root stands for; empty: the project's own folder. Paths to data start there.
    /// </summary>
    public required string Folder { get; init; }

    /// <summary>The sample; <see langword="null"/> when there is none.</summary>
    public PackSample? Sample { get; init; }

    /// <summary>All entries but the manifest's two, by name.</summary>
    public required IReadOnlyList<PackPart> Parts { get; init; }

    /// <summary>What <see cref="HashFileName"/> holds for a manifest.</summary>
    internal static byte[] HashOf(byte[] json) => Encoding.ASCII.GetBytes($"{PackFile.Sha256(json)}  {FileName}\n");

    /// <summary>The manifest as it is written.</summary>
    internal byte[] ToBytes() => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this, Json) + "\n");

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    internal static PackManifest Parse(byte[] json) =>
        JsonSerializer.Deserialize<PackManifest>(json, Json) ?? throw new JsonException("the manifest is null");

    /// <summary>The format a manifest names, whatever else is in it; <see langword="null"/> when it is no manifest at all.</summary>
    internal static int? FormatOf(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("format", out var format)
                && format.TryGetInt32(out var number) ? number : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
