using System.ComponentModel.DataAnnotations;

namespace Dataflux.Tests.Engine;

/// <summary>The key of a <see cref="Sum"/> to delete.</summary>
internal sealed record SumKey([property: Key] long Key);
