using System.Text.Json;
using Dataflux.Engine.Coverage;
using Dataflux.Engine.Ground;

namespace Dataflux.Engine.State;

/// <summary><c>coverage.json</c>: what the last complete run left unread, for the next one to compare with.</summary>
internal static class CoverageFile
{
    private static readonly CoverageJson Form = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = PrintableJson.Encoder,
    });

    /// <summary>
    /// What the last complete run found; <see langword="null"/>: none did, or the file is damaged, which only makes nothing new.
    /// </summary>
    internal static CoverageFindings? Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(StateFolder.Coverage(folder)), Form.CoverageFindings);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    internal static void Write(string folder, CoverageFindings findings) =>
        PrivateFile.Replace(StateFolder.Coverage(folder), JsonSerializer.SerializeToUtf8Bytes(findings, Form.CoverageFindings));
}
