using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace Dataflux.Tests.Engine;

/// <summary>The key of a <see cref="Sum"/> to delete.</summary>
[Table(nameof(Sum))]
internal sealed record SumKey([property: Key] long Key);
