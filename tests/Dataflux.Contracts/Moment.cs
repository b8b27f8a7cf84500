using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace Dataflux.Contracts;

/// <summary>
/// A time that <see cref="TargetContract"/> writes. In SQL its table is
/// <c>contract_moment (id bigint primary key, at timestamptz not null)</c>.
/// </summary>
/// <param name="Id">The key.</param>
/// <param name="At">The time.</param>
[Table("contract_moment")]
public sealed record Moment([property: Key, Column("id")] long Id, [property: Column("at")] DateTimeOffset At);
