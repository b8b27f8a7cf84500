using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace Dataflux.Contracts;

/// <summary>The key of a <see cref="Thing"/> to delete.</summary>
/// <param name="Id">The key.</param>
[Table("contract_thing")]
public sealed record ThingKey([property: Key, Column("id")] long Id);
