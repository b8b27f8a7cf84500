using Dataflux.Profiles;

namespace Dataflux.Engine.Reading;

/// <summary>A block of items, from the first one that was not handed out before.</summary>
internal readonly record struct BlockSlice(ItemBlock Block, int First);
