using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dataflux.Cli.Monitoring;

/// <summary>The picture of a run as one page that needs nothing else: live, or frozen as <c>report.html</c>.</summary>
internal static class RunPage
{
    internal const string FileName = "report.html";
    private const string Resource = "Dataflux.Cli.Monitoring.run-page.html";

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
        using var resource = new StreamReader(typeof(RunPage).Assembly.GetManifestResourceStream(Resource)!);
        return resource.ReadToEnd()
            .Replace("/*live*/false", live ? "true" : "false", StringComparison.Ordinal)
            .Replace("/*picture*/", Data(picture), StringComparison.Ordinal);
    }
}
