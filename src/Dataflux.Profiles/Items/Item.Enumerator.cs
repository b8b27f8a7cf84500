namespace Dataflux.Profiles;

public readonly partial struct Item
{
    /// <summary>Goes through the attributes of an item.</summary>
    public struct Enumerator
    {
        private readonly Item _item;
        private int _index;

        internal Enumerator(Item item)
        {
            _item = item;
            _index = -1;
        }

        /// <summary>The attribute's name and value.</summary>
        /// <exception cref="AttributeException">The name holds half of a surrogate pair, which is no text.</exception>
        public readonly KeyValuePair<string, Value> Current
        {
            get
            {
                _item.MarkRead(_index, 1);
                return new(_item.NameAt(_index), _item.ValueAt(_index));
            }
        }

        /// <summary>Goes on to the next attribute.</summary>
        /// <returns>Whether there is one.</returns>
        public bool MoveNext() => ++_index < _item.Count;
    }
}
