using System.Text.Json;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.DynamoDb.Importing;

/// <summary>How far the imports of a run are, in the migration's state folder. Once it is there, all files are in their place.</summary>
internal sealed record ImportState
{
    /// <summary>The folder of a migration's state that it is in, beside what is staged.</summary>
    internal const string Folder = "import";
    private const string FileName = "import.json";

    /// <summary>The tables, those without items left out.</summary>
    public required IReadOnlyList<TableState> Tables { get; init; }

    /// <summary>Reads it; <see langword="null"/>: files are not written yet.</summary>
    /// <param name="folder">The folder.</param>
    internal static ImportState? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), ImportJson.Default.ImportState) : null;
    }

    /// <summary>Whether all imports have ended with all items.</summary>
    internal bool IsComplete => Tables.All(static table => table.IsComplete);

    /// <summary>The state of a table; <see langword="null"/>: it has none.</summary>
    internal TableState? Of(string table) => Tables.FirstOrDefault(one => one.Name == table);

    /// <summary>Writes it.</summary>
    internal ImportState Save(string folder)
    {
        Directory.CreateDirectory(folder);
        PrivateFile.Replace(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, ImportJson.Default.ImportState));
        return this;
    }

    /// <summary>The state with another one of a table.</summary>
    internal ImportState With(TableState changed) =>
        this with { Tables = [.. Tables.Select(table => table.Name == changed.Name ? changed : table)] };
}
