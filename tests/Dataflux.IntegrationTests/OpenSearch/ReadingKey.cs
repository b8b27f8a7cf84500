using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace Dataflux.IntegrationTests.OpenSearch;

/// <summary>The key of a <see cref="Reading"/>.</summary>
[Table("readings")]
public sealed record ReadingKey([property: Key] string Device);
