namespace Dataflux.Authoring.Testing;

/// <summary>The tests of a profile: <c>pictures.tests.yaml</c> beside <c>pictures.csx</c>.</summary>
internal sealed record TestsFile
{
    /// <summary>The time of the export that the items stand for, unless the file says another.</summary>
    internal static readonly DateTimeOffset DefaultTime = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The file, absolute.</summary>
    internal required string Path { get; init; }

    /// <summary>The file as the user would name it.</summary>
    internal required string Shown { get; init; }

    /// <summary>Its text.</summary>
    internal required string Text { get; init; }

    /// <summary>What <c>ctx.ExportTime</c> is.</summary>
    internal DateTimeOffset ExportTime { get; init; } = DefaultTime;

    /// <summary>The profile's options; <see langword="null"/>: the definition's.</summary>
    internal IReadOnlyDictionary<string, object?>? Options { get; init; }

    /// <summary>SQL that makes what the profile expects in the database, before every test with <c>table:</c>.</summary>
    internal string? Setup { get; init; }

    /// <summary>The tests, in order.</summary>
    internal IReadOnlyList<TestCase> Tests { get; init; } = [];
}
