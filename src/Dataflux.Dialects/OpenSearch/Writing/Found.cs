namespace Dataflux.Dialects.OpenSearch.Writing;

/// <summary>What an index has of a document that is to be written.</summary>
internal enum Found
{
    /// <summary>Nobody has looked.</summary>
    Unknown,

    /// <summary>Nothing.</summary>
    None,

    /// <summary>The same.</summary>
    Same,

    /// <summary>Another one.</summary>
    Other,
}
