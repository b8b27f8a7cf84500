namespace Dataflux.Authoring.Testing;

/// <summary>How <c>dataflux test</c> works.</summary>
/// <param name="Filter">Only tests whose name contains this, in any case; <see langword="null"/>: all.</param>
/// <param name="Update">Whether what there is becomes what is expected.</param>
/// <param name="JUnit">Where the results are written as JUnit XML; <see langword="null"/>: nowhere.</param>
internal sealed record TestOptions(string? Filter, bool Update, string? JUnit);
