using System.Text.Json;
using System.Text.Json.Serialization;
using Dataflux.Engine.Ground;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Comparing;

/// <summary>
/// <c>differences.ndjson</c> in the state folder, which only its owner can read: a line for each row that is not what a run would leave.
/// </summary>
public sealed class DifferenceFile : IDisposable
{
    private static readonly DifferenceJson Form = new(Options(indented: false));
    private static readonly DifferenceJson Indented = new(Options(indented: true));
    private readonly string _path;
    private readonly FileStream _stream;

    /// <summary>Begins a new file, which takes the place of the old one when it is kept.</summary>
    /// <param name="stateFolder">The migration's state folder; it is there.</param>
    internal DifferenceFile(string stateFolder)
    {
        _path = PathIn(stateFolder);
        _stream = PrivateFile.Create(_path + ".new");
    }

    /// <summary>The file of a migration.</summary>
    public static string PathIn(string stateFolder) => Path.Combine(stateFolder, "differences.ndjson");

    /// <summary>The last verification's differences, one at a time; none when there was none.</summary>
    /// <param name="stateFolder">The migration's state folder.</param>
    /// <exception cref="StateException">The file is damaged.</exception>
    public static IEnumerable<Difference> Read(string stateFolder)
    {
        var number = 0;
        foreach (var line in File.Exists(PathIn(stateFolder)) ? File.ReadLines(PathIn(stateFolder)) : [])
        {
            number++;
            Difference? difference;
            try
            {
                difference = JsonSerializer.Deserialize(line, Form.Difference);
            }
            catch (JsonException e)
            {
                throw new StateException(
                    $"{PathIn(stateFolder)}({number}): is no difference of dataflux ({e.Message}); verify everything again", e);
            }

            yield return difference!;
        }
    }

    /// <summary>A result as JSON.</summary>
    public static byte[] Format(VerifyResult result) => JsonSerializer.SerializeToUtf8Bytes(result, Indented.VerifyResult);

    /// <summary>Adds a difference.</summary>
    internal void Add(Difference difference)
    {
        JsonSerializer.Serialize(_stream, difference, Form.Difference);
        _stream.WriteByte((byte)'\n');
    }

    /// <summary>Takes the place of the old file.</summary>
    internal void Keep()
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        PrivateFile.Name(_path + ".new", _path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        File.Delete(_path + ".new");
    }

    private static JsonSerializerOptions Options(bool indented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = indented,
        Encoder = PrintableJson.Encoder,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
