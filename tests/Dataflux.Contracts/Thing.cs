using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace Dataflux.Contracts;

/// <summary>
/// What <see cref="TargetContract"/> writes. In SQL its table is
/// <c>contract_thing (id bigint primary key, label varchar(40) not null, body text, amount integer not null)</c>.
/// </summary>
/// <param name="Id">The key.</param>
/// <param name="Label">A text of at most 40 characters.</param>
/// <param name="Body">A text of any length.</param>
/// <param name="Amount">A number.</param>
[Table("contract_thing")]
public sealed record Thing(
    [property: Key, Column("id")] long Id,
    [property: Column("label"), MaxLength(40)] string Label,
    [property: Column("body")] string? Body = null,
    [property: Column("amount")] int Amount = 0);
