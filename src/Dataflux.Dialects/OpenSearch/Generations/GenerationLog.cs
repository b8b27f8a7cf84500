using System.Text.Json;
using Dataflux.Engine.Ground;
using Dataflux.Engine.State;

namespace Dataflux.Dialects.OpenSearch.Generations;

/// <summary>The generations of a migration, in its state folder: what a run is gone on with by, and the way back.</summary>
/// <param name="folder">The state folder.</param>
internal sealed class GenerationLog(string folder)
{
    private readonly string _path = Path.Combine(folder, "generations.json");
    private readonly Lock _gate = new();

    /// <summary>All of them, the newest last.</summary>
    /// <exception cref="StateException">The file is damaged.</exception>
    internal IReadOnlyList<Generation> All
    {
        get
        {
            lock (_gate)
                return Read();
        }
    }

    /// <summary>The one of the last run.</summary>
    internal Generation? Last => All.LastOrDefault(static generation => generation.Undoes == 0);

    /// <summary>The one of a run, where there is a way back from it.</summary>
    internal Generation? Of(long run) => All.LastOrDefault(generation => generation.Run == run && !generation.IsForgotten);

    /// <summary>Adds one, or replaces that of the same beginning.</summary>
    internal void Save(Generation generation)
    {
        lock (_gate)
        {
            var all = Read();
            var place = all.FindIndex(other => other.Stamp == generation.Stamp);
            if (place < 0)
                all.Add(generation);
            else
                all[place] = generation;

            Write(all);
        }
    }

    /// <summary>Adds an alias to one that does not have it.</summary>
    internal void Add(string stamp, AliasTurn turn)
    {
        lock (_gate)
        {
            var generation = Read().Single(generation => generation.Stamp == stamp);
            if (!generation.Turns.Any(known => known.Alias == turn.Alias))
                Save(generation.With(turn));
        }
    }

    /// <summary>Drops those that have nothing left.</summary>
    internal void Drop(Predicate<Generation> isGone)
    {
        lock (_gate)
        {
            var all = Read();
            if (all.RemoveAll(isGone) > 0)
                Write(all);
        }
    }

    private List<Generation> Read()
    {
        try
        {
            return File.Exists(_path)
                ? JsonSerializer.Deserialize(File.ReadAllBytes(_path), GenerationJson.Default.ListGeneration) ?? []
                : [];
        }
        catch (JsonException e)
        {
            throw new StateException($"{_path} is damaged ({e.Message}); restore it, or delete it and run 'dataflux reset'", e);
        }
    }

    private void Write(List<Generation> all)
    {
        Directory.CreateDirectory(folder);
        PrivateFile.Replace(_path, JsonSerializer.SerializeToUtf8Bytes(all, GenerationJson.Default.ListGeneration));
    }
}
