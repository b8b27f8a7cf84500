using System.Text.Json;
using System.Text.Json.Serialization;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;

namespace Dataflux.Cli.Monitoring;

/// <summary><c>status.json</c> in a state folder: replaced as a whole, so that a reader never sees half of it.</summary>
internal static class StatusFile
{
    internal const string FileName = "status.json";

    /// <summary>The form of everything that is written for programs.</summary>
    internal static StatusJson Json { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = PrintableJson.Encoder,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    });

    /// <summary>The last status; <see langword="null"/> when there is none that can be read.</summary>
    internal static RunStatus? Read(string stateFolder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(stateFolder, FileName)), Json.RunStatus);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Replaces the status. Best effort: it only informs, and a full disk is the run's own business.</summary>
    internal static void Write(string stateFolder, RunStatus status)
    {
        var path = Path.Combine(stateFolder, FileName);
        try
        {
            PrivateFile.Replace(path, Printable.Text(JsonSerializer.Serialize(status, Json.RunStatus)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
