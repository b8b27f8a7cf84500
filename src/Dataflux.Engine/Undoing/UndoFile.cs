using System.Text.Json;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Undoing;

/// <summary>
/// <c>undo.ndjson</c> in the state folder, which only its owner can read: a line for each row that the last undo left as it is.
/// </summary>
public static class UndoFile
{
    /// <summary>The file of a migration.</summary>
    public static string PathIn(string stateFolder) => Path.Combine(stateFolder, "undo.ndjson");

    /// <summary>A result as JSON.</summary>
    public static string Format(UndoResult result) => JsonSerializer.Serialize(result, UndoJson.Indented.UndoResult);

    /// <summary>Writes the file in the place of the last one.</summary>
    internal static async Task WriteAsync(string stateFolder, IAsyncEnumerable<UndoLeft> rows, Action<UndoLeft> seen)
    {
        var path = PathIn(stateFolder);
        await using (var stream = PrivateFile.Create(path + ".new"))
        {
            await foreach (var row in rows)
            {
                seen(row);
                JsonSerializer.Serialize(stream, row, UndoJson.Line.UndoLeft);
                stream.WriteByte((byte)'\n');
            }

            stream.Flush(flushToDisk: true);
        }

        PrivateFile.Name(path + ".new", path);
    }
}
