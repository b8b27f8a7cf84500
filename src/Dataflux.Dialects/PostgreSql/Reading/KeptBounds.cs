using System.Text.Json;
using Dataflux.Engine.Ground;
using Dataflux.Engine.State;

namespace Dataflux.Dialects.PostgreSql.Reading;

/// <summary>
/// The bounds of a run's parts, beside its state: statistics are others by the time that it is resumed. They are gone when a run is
/// complete.
/// </summary>
/// <param name="stateFolder">The migration's state folder.</param>
internal sealed class KeptBounds(string stateFolder)
{
    private readonly string _file = Path.Combine(StateFolder.Source(stateFolder), "parts.json");

    /// <summary>The bounds by the table and key they are of; none where no run is to be gone on with.</summary>
    internal IReadOnlyDictionary<string, string[]> Read()
    {
        try
        {
            return File.Exists(_file)
                ? JsonSerializer.Deserialize(File.ReadAllBytes(_file), KeptBoundsJson.Default.DictionaryStringStringArray)!
                : new Dictionary<string, string[]>();
        }
        catch (JsonException)
        {
            return new Dictionary<string, string[]>(); // parts that are done are then looked for in vain, and the run says so
        }
    }

    /// <summary>Keeps them.</summary>
    /// <exception cref="SourceException">The folder cannot be written.</exception>
    internal void Write(Dictionary<string, string[]> bounds)
    {
        try
        {
            StateFolder.MakePrivate(stateFolder);
            StateFolder.MakePrivate(Path.GetDirectoryName(_file)!);
            PrivateFile.Replace(_file, JsonSerializer.SerializeToUtf8Bytes(bounds, KeptBoundsJson.Default.DictionaryStringStringArray));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"{_file}: the parts of the source cannot be kept: {e.Message}", e);
        }
    }

    /// <summary>What bounds are kept under.</summary>
    internal static string NameOf(Relation relation) =>
        $"{relation.Name} by {string.Join(", ", relation.Key.Select(static column => column.Name))}";
}
