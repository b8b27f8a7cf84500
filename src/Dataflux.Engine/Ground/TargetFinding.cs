namespace Dataflux.Engine.Ground;

/// <summary>Something at the target that does not fit the profile, or that the user may not do.</summary>
/// <param name="Record">The record type it is about; <see langword="null"/> when it is about none.</param>
/// <param name="Property">The record's property it is about; <see langword="null"/> when it is about none.</param>
/// <param name="Message">What was found, what was expected, what to do next.</param>
public sealed record TargetFinding(Type? Record, string? Property, string Message)
{
    /// <summary>The function of the profile that would fail; <see langword="null"/> when it is about none.</summary>
    public string? Function { get; init; }

    /// <summary>Whether a run goes on all the same: some records will be rejected, or something is worth knowing.</summary>
    public bool IsWarning { get; init; }
}
