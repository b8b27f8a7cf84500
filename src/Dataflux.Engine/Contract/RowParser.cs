using Dataflux.Profiles;

namespace Dataflux.Engine.Contract;

/// <summary>A profile's <c>parseItem</c>.</summary>
/// <typeparam name="TRow">The profile's row.</typeparam>
/// <param name="item">The item.</param>
/// <param name="row">The row; undefined when the result is <see langword="false"/>.</param>
/// <returns>Whether there is a row; <see langword="false"/> means skipped by design.</returns>
public delegate bool RowParser<TRow>(Item item, out TRow row);
