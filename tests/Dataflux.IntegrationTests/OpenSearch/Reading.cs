using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace Dataflux.IntegrationTests.OpenSearch;

/// <summary>What a device says.</summary>
[Table("readings")]
public sealed record Reading([property: Key] string Device, long Value, string Note);
