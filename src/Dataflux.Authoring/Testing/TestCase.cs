using Dataflux.Definitions.Ground;
using Dataflux.Definitions.Yaml;

namespace Dataflux.Authoring.Testing;

/// <summary>One test: items in, what must come of them out.</summary>
internal sealed record TestCase
{
    /// <summary>What it shows.</summary>
    internal required string Name { get; init; }

    /// <summary>Where it begins.</summary>
    internal required Place Place { get; init; }

    /// <summary>The whole of it, for updates.</summary>
    internal required YamlMap Map { get; init; }

    /// <summary>The items as lines of DynamoDB JSON, file by file.</summary>
    internal required IReadOnlyList<IReadOnlyList<string>> Files { get; init; }

    /// <summary>SQL that runs after the file's own setup.</summary>
    internal string? Setup { get; init; }

    /// <summary>The tables whose rows are expected; empty: no database is needed.</summary>
    internal IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>Whether nothing at all is expected yet: <c>--update</c> then fills it in.</summary>
    internal bool IsBlank => !ExpectedKeys.Any(key => Map[key] is not null);

    /// <summary>The keys that say what is expected, in the order they are written.</summary>
    internal static IReadOnlyList<string> ExpectedKeys { get; } = [Rows, Records, Deleted, Skipped, Errors, Table];

    /// <summary>The rows that parseItem makes and filter keeps, in the order of the items.</summary>
    internal const string Rows = "rows";

    /// <summary>The records that transform makes, in the order they are written.</summary>
    internal const string Records = "records";

    /// <summary>The keys of deleted records.</summary>
    internal const string Deleted = "deleted";

    /// <summary>The items that are skipped, by the function that does it.</summary>
    internal const string Skipped = "skipped";

    /// <summary>The items that are rejected.</summary>
    internal const string Errors = "errors";

    /// <summary>The rows of tables after the upserts.</summary>
    internal const string Table = "table";
}
