namespace Dataflux.Engine.Plans;

/// <summary>Which rows a profile's <c>groupKey</c> brings together.</summary>
public enum GroupScope
{
    /// <summary>Those of one part; records of one key from several parts meet in the table. The default.</summary>
    File,

    /// <summary>
    /// Those of the whole export: its rows are first spread over partitions on disk by their key, then grouped partition by partition.
    /// </summary>
    Export,
}
