using System.Text.Json;
using Dataflux.Engine.Ground;
using Dataflux.Engine.State;

namespace Dataflux.Dialects.PostgreSql.Following;

/// <summary>The file with what a migration knows of its slot; <c>dataflux reset</c> takes it away.</summary>
/// <param name="stateFolder">The migration's state folder.</param>
internal sealed class FollowFile(string stateFolder)
{
    private readonly string _file = Path.Combine(StateFolder.Stream(stateFolder), "slot.json");

    /// <summary>What is known; <see langword="null"/>: nothing.</summary>
    /// <exception cref="SourceException">The file is damaged.</exception>
    internal FollowState? Read()
    {
        try
        {
            return File.Exists(_file)
                ? JsonSerializer.Deserialize(File.ReadAllBytes(_file), FollowStateJson.Default.FollowState)
                : null;
        }
        catch (JsonException e)
        {
            throw new SourceException(
                $"{_file} is damaged: {e.Message} Load again: 'dataflux reset --source' drops the slot, too, then run again", e);
        }
    }

    /// <summary>Keeps it.</summary>
    /// <exception cref="SourceException">The folder cannot be written.</exception>
    internal void Write(FollowState state)
    {
        try
        {
            StateFolder.MakePrivate(stateFolder);
            StateFolder.MakePrivate(Path.GetDirectoryName(_file)!);
            PrivateFile.Replace(_file, JsonSerializer.SerializeToUtf8Bytes(state, FollowStateJson.Default.FollowState));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"{_file}: what is known of the slot cannot be kept: {e.Message}", e);
        }
    }
}
