using System.Text.RegularExpressions;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;

namespace Dataflux.Authoring.Checking.Proving;

/// <summary>The text of a script and of what it loads, to find the places that findings are about.</summary>
internal sealed partial class ScriptText
{
    private readonly IReadOnlyList<(string Path, string Text)> _files;

    private ScriptText(IReadOnlyList<(string Path, string Text)> files) => _files = files;

    /// <summary>Each file, as the user would name it, with its text.</summary>
    internal IReadOnlyList<(string Path, string Text)> Files => _files;

    /// <summary>All words in them: names of tables are among them.</summary>
    internal IReadOnlyCollection<string> Words =>
        [.. _files.SelectMany(file => Word().Matches(file.Text).Select(match => match.Value)).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Reads a script.</summary>
    /// <param name="main">The script, absolute.</param>
    /// <param name="shown">The script as the user would name it.</param>
    /// <param name="files">The script and everything it loads; of these, sources are read.</param>
    /// <param name="workingDirectory">The working directory.</param>
    internal static ScriptText Read(string main, string shown, IReadOnlyCollection<string> files, string workingDirectory) => new(
    [
        (shown, File.ReadAllText(main)),
        .. files.Where(file => file != main && !file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
            .Select(file => (ShownPath.Of(file, workingDirectory), File.ReadAllText(file))),
    ]);

    /// <summary>Where a column is merged or declared; the main script as a whole when that is nowhere to be seen.</summary>
    internal Place PlaceOf(string? column)
    {
        if (column is not null)
        {
            var plain = Regex.Escape(column.Replace("_", "", StringComparison.Ordinal));
            var escaped = Regex.Escape(column);
            foreach (var pattern in new[] { $"\\.Set\\(\\s*\"{escaped}\"", $"\\b{escaped}\\s+=", $"\\b{plain}\\b" })
            {
                foreach (var (path, text) in _files)
                {
                    var match = Regex.Match(
                        text, pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
                    if (match.Success)
                        return At(path, text, match.Index);
                }
            }
        }

        return new Place(_files[0].Path);
    }

    /// <summary>The place of a character.</summary>
    internal static Place At(string path, string text, int index)
    {
        var before = text.AsSpan(0, index);
        return new Place(path, before.Count('\n') + 1, index - before.LastIndexOf('\n'));
    }

    [GeneratedRegex(@"\w+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Word();
}
