using System.ComponentModel.DataAnnotations;

namespace Dataflux.Tests.Engine;

/// <summary>The record of the engine's tests: how many items had a key, and the sum of their values.</summary>
internal sealed record Sum([property: Key] long Key, int Items, long Total);
