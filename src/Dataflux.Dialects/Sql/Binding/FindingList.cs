using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.Sql.Binding;

/// <summary>Collects what does not fit about one record type.</summary>
/// <param name="record">The type.</param>
internal sealed class FindingList(Type record)
{
    private readonly List<TargetFinding> _all = [];

    internal int Count => _all.Count;

    internal IReadOnlyList<TargetFinding> All => _all;

    internal void Add(string message, string? property = null) => _all.Add(new(record, property, message));

    /// <summary>The lines of a message, each after a line end; what was found about several types stands there once.</summary>
    internal static string Lines(IEnumerable<TargetFinding> findings) =>
        string.Concat(findings.Select(finding => finding.Message).Distinct().Select(message => $"{Environment.NewLine}  {message}"));
}
