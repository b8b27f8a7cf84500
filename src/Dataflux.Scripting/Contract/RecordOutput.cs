namespace Dataflux.Scripting.Contract;

/// <summary>What a script's <c>transform</c> returns.</summary>
internal enum RecordOutput
{
    /// <summary>A record; <see langword="null"/> skips the group.</summary>
    One,

    /// <summary>A nullable struct.</summary>
    NullableStruct,

    /// <summary>A sequence of records; empty or <see langword="null"/> skips the group.</summary>
    Many,
}
