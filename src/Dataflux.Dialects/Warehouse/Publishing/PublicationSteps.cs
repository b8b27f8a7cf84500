namespace Dataflux.Dialects.Warehouse.Publishing;

/// <summary>The steps of a publication behind which a process may end.</summary>
internal static class PublicationSteps
{
    /// <summary>All files are made, none is in its place.</summary>
    internal const string Made = "publication-made";

    /// <summary>It is written down which files are brought, for the next run to know if this one ends.</summary>
    internal const string Noted = "publication-noted";

    /// <summary>A file is in its place.</summary>
    internal const string Brought = "publication-brought";

    /// <summary>The manifest shows the run.</summary>
    internal const string Shown = "publication-shown";

    /// <summary>What the manifest no longer names is deleted.</summary>
    internal const string Cleaned = "publication-cleaned";
}
