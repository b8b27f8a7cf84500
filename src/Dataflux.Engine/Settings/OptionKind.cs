namespace Dataflux.Engine.Settings;

/// <summary>What the value of a <see cref="DialectOption"/> is.</summary>
public enum OptionKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>Texts, as a YAML list or separated by commas; the dialect gets them separated by commas.</summary>
    TextList,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A time span such as <c>90s</c>, <c>10m</c>, <c>1h</c>.</summary>
    Duration,

    /// <summary>A path, relative to the definition's folder.</summary>
    Path,
}
