namespace Dataflux.Dialects.DynamoDb.Importing;

/// <summary>The steps of an import behind which a process may end.</summary>
internal static class ImportSteps
{
    /// <summary>It is written down whose files these will be.</summary>
    internal const string Noted = "import-noted";

    /// <summary>A file is in its place.</summary>
    internal const string Brought = "import-brought";

    /// <summary>The manifest says that all files of a table are there.</summary>
    internal const string Shown = "import-shown";

    /// <summary>The state says that all files of all tables are there.</summary>
    internal const string Written = "import-written";

    /// <summary>The state says that DynamoDB is asked to start, which it was not yet.</summary>
    internal const string Starting = "import-starting";

    /// <summary>DynamoDB has started an import, which the state does not say.</summary>
    internal const string Started = "import-started";

    /// <summary>The state says which import it is.</summary>
    internal const string Known = "import-known";

    /// <summary>An import has ended with all items, and the state says so.</summary>
    internal const string Imported = "import-imported";
}
