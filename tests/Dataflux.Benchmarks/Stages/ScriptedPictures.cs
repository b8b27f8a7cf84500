using Dataflux.Engine.Contract;
using Dataflux.Profiles;

namespace Dataflux.Benchmarks.Stages;

/// <summary>The reference profile as the script host loads it.</summary>
/// <typeparam name="TRow">The script's row.</typeparam>
/// <typeparam name="TRecord">The script's record.</typeparam>
internal sealed class ScriptedPictures<TRow, TRecord> : IPictureStages
    where TRecord : notnull
{
    private readonly IReadOnlyList<ItemBlock> _blocks;
    private readonly Profile<TRow, TRecord> _profile;
    private readonly List<List<TRow>> _groups = [];
    private readonly List<TRecord> _records = [];

    /// <summary>Groups the rows as the compiled profile did.</summary>
    public ScriptedPictures(IReadOnlyList<ItemBlock> blocks, Profile<TRow, TRecord> profile, IReadOnlyList<int> groupOfRow)
    {
        (_blocks, _profile) = (blocks, profile);
        var rows = 0;
        foreach (var block in blocks)
        {
            for (var i = 0; i < block.Count; i++)
            {
                if (profile.ParseItem(block.Item(i), out var row) && profile.Filter!(row))
                {
                    if (groupOfRow[rows] == _groups.Count)
                        _groups.Add([]);

                    _groups[groupOfRow[rows++]].Add(row);
                }
            }
        }
    }

    /// <inheritdoc/>
    public int ParseItems()
    {
        var rows = 0;
        foreach (var block in _blocks)
        {
            for (var i = 0; i < block.Count; i++)
            {
                if (_profile.ParseItem(block.Item(i), out var row) && _profile.Filter!(row))
                    rows++;
            }
        }

        return rows;
    }

    /// <inheritdoc/>
    public int Transform()
    {
        var records = 0;
        foreach (var rows in _groups)
        {
            _records.Clear();
            _profile.Transform(rows, _records);
            records += _records.Count;
        }

        return records;
    }
}
