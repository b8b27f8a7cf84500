using Dataflux.Profiles;

namespace Dataflux.Engine.Contract;

/// <summary>A profile's <c>deleteItem</c>.</summary>
/// <param name="item">An item whose <see cref="Item.Change"/> is <see cref="Change.Delete"/>.</param>
/// <param name="keys">
/// Receives the keys of the records to delete, as objects with <c>[Key]</c> properties; nothing added means the delete is
/// skipped by design.
/// </param>
public delegate void DeletionMaker(Item item, List<object> keys);
