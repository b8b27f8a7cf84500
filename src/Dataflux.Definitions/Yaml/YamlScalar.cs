using Dataflux.Definitions.Ground;

namespace Dataflux.Definitions.Yaml;

/// <summary>A YAML scalar, or the text of a flag or environment variable.</summary>
/// <param name="Place">Where it begins.</param>
/// <param name="Text">The text, unquoted; variables are not yet expanded.</param>
/// <param name="Quoted">Whether it was quoted, which makes it text whatever it looks like.</param>
/// <param name="TextColumn">
/// The column at which <paramref name="Text"/> itself begins; 0 when its characters cannot be told apart by column.
/// </param>
internal sealed record YamlScalar(Place Place, string Text, bool Quoted, int TextColumn) : YamlValue(Place)
{
    internal override string What => $"'{Text}'";

    /// <summary>Whether it is YAML's null: nothing, <c>~</c> or <c>null</c>.</summary>
    internal bool IsNull => !Quoted && Text is "" or "~" or "null";

    /// <summary>The text of a flag or an environment variable.</summary>
    internal static YamlScalar Given(string by, string text) => new(new Place(by), text, Quoted: false, TextColumn: 0);
}
