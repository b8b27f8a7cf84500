namespace Dataflux.IntegrationTests.Chains;

/// <summary>
/// A table that lives in memory: seeded inserts, updates and deletes, exported as AWS does. An export of a window holds every
/// key that changed in it once, with its state at the window's end; a key that came and went in it is not there.
/// </summary>
internal sealed class OrderHistory(int seed, int orders)
{
    private const int Files = 4;
    private readonly Random _random = new(seed);
    private readonly SortedDictionary<string, (string Customer, int Total, string Note)> _table = new(StringComparer.Ordinal);
    private int _next;

    /// <summary>The rows that the target must hold, as text: id, customer, total, note.</summary>
    internal IReadOnlyList<string> Rows =>
        [.. _table.Select(order => $"{order.Key}|{order.Value.Customer}|{order.Value.Total}|{order.Value.Note}")];

    internal IEnumerable<string>[] Full()
    {
        for (var i = 0; i < orders; i++)
            _table.Add(NewId(), NewState());

        return Spread(_table.Select(order => ($$"""{"Item":{{Image(order.Key, order.Value)}}}""")));
    }

    /// <summary>Changes the table at random and gives the lines of the window's export.</summary>
    internal IEnumerable<string>[] Window(DateTimeOffset from, DateTimeOffset to)
    {
        var before = _table.ToDictionary(order => order.Key, order => order.Value);
        for (var i = 0; i < orders / 2; i++)
        {
            var id = _random.Next(3) == 0 ? NewId() : _table.Keys.ElementAt(_random.Next(_table.Count));
            if (_table.ContainsKey(id) && _random.Next(3) == 0)
                _table.Remove(id);
            else
                _table[id] = NewState();
        }

        var changed = before.Keys.Union(_table.Keys)
            .Where(id => !before.TryGetValue(id, out var old) || !_table.TryGetValue(id, out var now) || old != now);
        return Spread(changed.Order(StringComparer.Ordinal).Select(id =>
        {
            var micros = (from.UtcTicks + _random.NextInt64((to - from).Ticks) - DateTimeOffset.UnixEpoch.Ticks) / 10;
            var oldImage = before.TryGetValue(id, out var old) ? $",\"OldImage\":{Image(id, old)}" : "";
            var newImage = _table.TryGetValue(id, out var now) ? $",\"NewImage\":{Image(id, now)}" : "";
            return $$$$"""{"Metadata":{"WriteTimestampMicros":{"N":"{{{{micros}}}}"}},"Keys":{"id":{"S":"{{{{id}}}}"}}{{{{oldImage}}}}{{{{newImage}}}}}""";
        }));
    }

    private static string Image(string id, (string Customer, int Total, string Note) order) =>
        $$$$$"""{"id":{"S":"{{{{{id}}}}}"},"customer":{"S":"{{{{{order.Customer}}}}}"},"total":{"N":"{{{{{order.Total}}}}}"},"detail":{"M":{"note":{"S":"{{{{{order.Note}}}}}"},"tags":{"SS":["a","b"]}}}}""";

    // By a hash of the key, as DynamoDB does: the order in a file says nothing.
    private IEnumerable<string>[] Spread(IEnumerable<string> lines)
    {
        var files = Enumerable.Range(0, Files).Select(_ => new List<string>()).ToArray();
        foreach (var line in lines)
        {
            var file = files[_random.Next(Files - 1)]; // the last one stays empty
            file.Insert(_random.Next(file.Count + 1), line);
        }

        return files;
    }

    private string NewId() => $"order-{_next++:d6}";

    private (string Customer, int Total, string Note) NewState() =>
        ($"customer {_random.Next(50)}", _random.Next(1, 100_000), new string((char)('a' + _random.Next(26)), _random.Next(40)));
}
