using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dataflux.Definitions.Ground;

namespace Dataflux.Definitions;

/// <summary>
/// The texts that must never be shown, and the one place that strikes them out: of what goes to the terminal, the log, reports and
/// rejects. They become known as definitions are read.
/// </summary>
internal sealed class Secrets
{
    // A one-letter password would strike out the text itself.
    private const int Shortest = 4;
    private const string Struck = "***";

    // Texts as short as that may be ordinary words of the output.
    private const int ShortestByName = 8;
    private static readonly string[] Names = ["PASSWORD", "PASSWD", "SECRET", "TOKEN"];

    private readonly Lock _gate = new();
    private volatile string[] _texts = [];

    /// <summary>The secrets that environment variables hold.</summary>
    /// <param name="environment">The environment variables.</param>
    /// <param name="variables">Those that are secrets whatever their length.</param>
    internal static Secrets From(IReadOnlyDictionary<string, string> environment, IEnumerable<string> variables)
    {
        var secrets = new Secrets();
        secrets.Add(variables.Select(name => environment.GetValueOrDefault(name, "")));
        secrets.AddNamed(environment);
        secrets.Add(environment.Values.Select(ConnectionText.Password).OfType<string>());
        return secrets;
    }

    /// <summary>Adds those values whose name says that they are secrets, such as <c>API_TOKEN</c> and <c>dbPassword</c>.</summary>
    internal void AddNamed(IEnumerable<KeyValuePair<string, string>> values) => Add(values
        .Where(
            value => value.Value.Length >= ShortestByName
                && Array.Exists(Names, name => value.Key.EndsWith(name, StringComparison.OrdinalIgnoreCase)))
        .Select(value => value.Value));

    /// <summary>Adds secrets, in every form in which they may stand in an output.</summary>
    internal void Add(IEnumerable<string> secrets)
    {
        lock (_gate)
        {
            _texts =
            [
                .. _texts.Concat(secrets.SelectMany(Forms)).Where(text => text.Length >= Shortest).Distinct(StringComparer.Ordinal)
                    .OrderByDescending(text => text.Length),
            ];
        }
    }

    /// <summary>The text without secrets.</summary>
    internal string Strike(string text)
    {
        foreach (var secret in _texts)
            text = text.Replace(secret, Struck, StringComparison.Ordinal);

        return text;
    }

    /// <summary>The text of an output without secrets: a document of JSON stays one.</summary>
    internal string StrikeOutput(string text) =>
        Strike(text) is var struck && struck == text ? text : StruckJson.Of(text, Strike) ?? struck;

    private static IEnumerable<string> Forms(string secret) =>
    [
        secret,
        Uri.UnescapeDataString(secret),
        Uri.EscapeDataString(secret),
        JsonEncodedText.Encode(secret).Value,
        JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value,
        WebUtility.HtmlEncode(secret),
        Printable.Line(secret),
    ];
}
