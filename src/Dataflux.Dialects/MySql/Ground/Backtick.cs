namespace Dataflux.Dialects.MySql.Ground;

/// <summary>Names in MySQL's SQL; always quoted, so that case, spaces and keywords need no thought.</summary>
internal static class Backtick
{
    /// <summary><c>imageType</c> → <c>`imageType`</c>.</summary>
    internal static string Quote(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    /// <summary><c>`a`, `b`</c>.</summary>
    internal static string List(IEnumerable<string> names) => string.Join(", ", names.Select(Quote));
}
