namespace Dataflux.Definitions;

/// <summary>What the value of a key is.</summary>
internal enum ValueKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>Texts: a list, or one text with commas between them.</summary>
    TextList,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A time span such as <c>90s</c>, <c>10m</c>, <c>1h30m</c>.</summary>
    Duration,

    /// <summary>A rate such as <c>5000/s</c> or <c>90000/m</c>.</summary>
    Rate,

    /// <summary>A number of bytes such as <c>96MiB</c> or <c>20GB</c>.</summary>
    Size,

    /// <summary>
    /// A path, relative to the folder of the file it is written in, or to the working directory for flags and environment.
    /// </summary>
    Path,

    /// <summary>A number of items (<c>100</c>) or a share (<c>1%</c>).</summary>
    RejectLimit,

    /// <summary>A name that may be a folder's: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</summary>
    Name,

    /// <summary>A SHA-256 in hexadecimal.</summary>
    Sha256,

    /// <summary>A source or target: <c>type</c> and the dialect's own keys.</summary>
    Dialect,

    /// <summary>A map of keys that are known, see <see cref="DefinitionKey.Keys"/>.</summary>
    Section,

    /// <summary>A free map of scalars for the profile.</summary>
    Options,

    /// <summary>A map of files to their SHA-256.</summary>
    Hashes,
}
