using System.Text.Json;

namespace Dataflux.Cli.Checking.Proving;

/// <summary>The first reject of a run: the example that a message shows.</summary>
/// <param name="Stage">Where it was rejected.</param>
/// <param name="Code">The SQLSTATE or the exception's type.</param>
/// <param name="Message">Why.</param>
internal sealed record FirstReject(string Stage, string? Code, string Message)
{
    private const string ForeignKeyViolation = "23503";

    /// <summary>Whether a row was refused because the one it refers to is not there.</summary>
    internal bool IsForChild => Code == ForeignKeyViolation;

    /// <summary>The first reject in a state folder; <see langword="null"/> when there is none.</summary>
    internal static FirstReject? In(string stateFolder)
    {
        var file = Path.Combine(stateFolder, "rejects.ndjson");
        if (!File.Exists(file) || File.ReadLines(file).FirstOrDefault() is not { } line)
            return null;

        using var reject = JsonDocument.Parse(line);
        var error = reject.RootElement.GetProperty("error");
        return new FirstReject(
            reject.RootElement.GetProperty("stage").GetString()!,
            error.TryGetProperty("code", out var code) ? code.GetString() : null,
            error.GetProperty("message").GetString()!);
    }
}
