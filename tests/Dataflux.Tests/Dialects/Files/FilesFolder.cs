using System.Text;
using Dataflux.Dialects.Files;
using Dataflux.Engine.Sources;

namespace Dataflux.Tests.Dialects.Files;

/// <summary>A folder with files, and what the source <c>files</c> makes of them.</summary>
internal sealed class FilesFolder : IDisposable
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal string Path { get; } = Directory.CreateTempSubdirectory("dataflux-files-").FullName;

    internal FilesFolder Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    internal FilesFolder Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(System.IO.Path.Combine(Path, name), bytes);
        return this;
    }

    internal ISource Open(string format, params (string Name, object Value)[] options)
    {
        var values = options.ToDictionary(static option => option.Name, static option => option.Value);
        values["format"] = format;
        values["path"] = System.IO.Path.Combine(Path, (string)values.GetValueOrDefault("path", ""));
        return FilesReading.Dialect.Create(new(values, Path));
    }

    /// <summary>Each record's file, line and plain JSON, or <c>rejected:</c> with the reason.</summary>
    internal async Task<List<string>> ReadAsync(string format, params (string Name, object Value)[] options)
    {
        var read = new List<string>();
        await using var source = Open(format, options);
        foreach (var part in (await source.OpenAsync(Stop)).Parts)
        {
            await foreach (var block in source.ReadAsync(part, Stop))
            {
                for (var i = 0; i < block.Count; i++)
                    read.Add($"{part.Name}({block.LineNumber(i)}): {block.Error(i)?.Insert(0, "rejected: ") ?? block.Item(i).ToJson().ToString()}");
            }
        }

        return read;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
