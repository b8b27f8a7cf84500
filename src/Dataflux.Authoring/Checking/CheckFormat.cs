namespace Dataflux.Authoring.Checking;

/// <summary>The form in which <c>dataflux check</c> says what it found.</summary>
internal enum CheckFormat
{
    /// <summary>For people: a line for each problem, the source line and a caret below it.</summary>
    Text,

    /// <summary>One JSON document of a stable shape (docs/profiles.md).</summary>
    Json,

    /// <summary>Workflow commands that GitHub shows beside the lines of a pull request.</summary>
    GitHub,

    /// <summary>SARIF 2.1.0, for code scanning.</summary>
    Sarif,
}
