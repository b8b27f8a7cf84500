namespace Dataflux.Composing.Terminal;

/// <summary>The form of a command's answer.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For programs.</summary>
    Json,
}
