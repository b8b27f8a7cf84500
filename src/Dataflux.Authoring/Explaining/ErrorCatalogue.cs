namespace Dataflux.Authoring.Explaining;

/// <summary>
/// The one place that knows what every DF code means; <c>dataflux explain</c>, docs/errors.md and SARIF's rules are made of it.
/// </summary>
internal static class ErrorCatalogue
{
    /// <summary>All entries, in the order of their codes.</summary>
    internal static IReadOnlyList<ErrorEntry> All { get; } =
        [.. DefinitionErrors.All.Concat(ContractErrors.All).Concat(ScriptFileErrors.All).Concat(SampleErrors.All).Concat(ProofErrors.All)
            .Concat(PackErrors.All).Concat(TestErrors.All)
            .OrderBy(entry => entry.Code, StringComparer.Ordinal)];

    /// <summary>The entry of a code; <see langword="null"/> when the catalogue does not have it.</summary>
    internal static ErrorEntry? Find(string code) => All.FirstOrDefault(entry => entry.Code == code);
}
