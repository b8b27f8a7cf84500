using System.Text.Json;
using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Checking.Proving;

/// <summary>A reject of a run into scratch tables.</summary>
/// <param name="Part">The part's name.</param>
/// <param name="Lines">The items' lines, counted from 1.</param>
/// <param name="Stage">Where it was rejected.</param>
/// <param name="Detail">What a record was refused for.</param>
/// <param name="Message">Why.</param>
internal sealed record RunReject(string Part, IReadOnlyList<long> Lines, string Stage, FailureDetail Detail, string Message)
{
    /// <summary>The rejects in a state folder.</summary>
    internal static IReadOnlyList<RunReject> In(string stateFolder)
    {
        var file = Path.Combine(stateFolder, "rejects.ndjson");
        return File.Exists(file) ? [.. File.ReadLines(file).Select(Read)] : [];
    }

    private static RunReject Read(string line)
    {
        using var document = JsonDocument.Parse(line);
        var reject = document.RootElement;
        var error = reject.GetProperty("error");
        return new RunReject(
            reject.GetProperty("file").GetString()!,
            [.. reject.GetProperty("lines").EnumerateArray().Select(number => number.GetInt64())],
            reject.GetProperty("stage").GetString()!,
            error.TryGetProperty("detail", out var detail)
                ? Enum.Parse<FailureDetail>(detail.GetString()!, ignoreCase: true)
                : FailureDetail.None,
            error.GetProperty("message").GetString()!);
    }
}
