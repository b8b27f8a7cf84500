using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace Dataflux.Contracts;

/// <summary>A record for which no target has a table.</summary>
/// <param name="Id">The key.</param>
[Table("contract_nowhere")]
public sealed record Nowhere([property: Key, Column("id")] long Id);
