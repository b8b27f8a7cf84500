using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dataflux.Cli.Monitoring;

/// <summary>The picture of a run as one page that needs nothing else: live, or frozen as <c>report.html</c>.</summary>
internal static class RunPage
{
    internal const string FileName = "report.html";

    // A page that is mailed has nothing beside it: its style, its script and what draws its chart stand in it.
    private static readonly (string Place, string File)[] Parts =
    [
        ("/*library-style*/", "uPlot.min.css"), ("/*style*/", "run-page.css"),
        ("/*library*/", "uPlot.iife.min.js"), ("/*script*/", "run-page.js"),
    ];

    // The default encoder writes '<' as an escape, so that no text can end the script element it stands in.
    private static readonly RunPictureJson Json = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    });

    /// <summary>The picture's data, which the live page asks for.</summary>
    internal static string Data(RunPicture picture) => JsonSerializer.Serialize(picture, Json.RunPicture);

    /// <summary>The page.</summary>
    /// <param name="picture">What it shows.</param>
    /// <param name="live">Whether it goes on asking for data.</param>
    internal static string Of(RunPicture picture, bool live)
    {
        var page = new StringBuilder(Text("run-page.html"));
        foreach (var (place, file) in Parts)
            page.Replace(place, Text(file));

        return page.Replace("/*live*/false", live ? "true" : "false").Replace("/*picture*/", Data(picture)).ToString();
    }

    private static string Text(string file)
    {
        using var resource = new StreamReader(typeof(RunPage).Assembly.GetManifestResourceStream($"Dataflux.Cli.Monitoring.{file}")!);
        return resource.ReadToEnd();
    }
}
