namespace Dataflux.Dialects.OpenSearch.Generations;

/// <summary>What becomes of an alias when the run that turned it is undone.</summary>
internal enum UndoFate
{
    /// <summary>It stands for what it did already.</summary>
    AsBefore,

    /// <summary>It is turned back.</summary>
    Restore,

    /// <summary>It was made by the run, and goes away.</summary>
    Delete,

    /// <summary>Somebody turned it since.</summary>
    ChangedSince,

    /// <summary>The index that it stood for is no longer there.</summary>
    Gone,
}
