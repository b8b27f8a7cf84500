namespace Dataflux.Composing.Output;

/// <summary>Where a reject came from.</summary>
/// <param name="File">The file's name in the manifest.</param>
/// <param name="Lines">The numbers of the items' lines, counted from 1.</param>
/// <param name="Key">The group's key, where the profile groups by one.</param>
/// <param name="Message">What went wrong.</param>
internal sealed record RejectExample(string File, IReadOnlyList<long> Lines, string? Key, string Message);
