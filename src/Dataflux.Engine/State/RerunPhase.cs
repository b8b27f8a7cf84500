using System.Text.Json.Serialization;

namespace Dataflux.Engine.State;

/// <summary>How far a re-run is that compares before it writes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RerunPhase>))]
public enum RerunPhase
{
    /// <summary>Parts that are done were compared; what differs in them is not written yet.</summary>
    Compares,

    /// <summary>The rows that differ are known, and the parts that have some are read again.</summary>
    Writes,
}
