using System.Globalization;

namespace Dataflux.Benchmarks.EndToEnd;

/// <summary>How dataflux is run.</summary>
/// <param name="Readers">Files read ahead at the same time.</param>
/// <param name="Writers">Connections that write.</param>
/// <param name="BatchSize">Records per transaction; <see langword="null"/>: as dataflux chooses.</param>
internal sealed record ToolSetting(int Readers, int Writers, int? BatchSize)
{
    /// <summary>The flags that ask for it.</summary>
    internal IReadOnlyList<string> Flags =>
        ["--readers", Text(Readers), "--writers", Text(Writers), .. BatchSize is { } size ? (string[])["--batch-size", Text(size)] : []];

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Readers} reader{(Readers == 1 ? "" : "s")}, {Writers} "
        + $"writer{(Writers == 1 ? "" : "s")}{(BatchSize is { } size ? $", batches of {size:N0}" : "")}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
