namespace Dataflux.Engine.Runs;

/// <summary>Where the numbered runs of a migration are kept: beside its checkpoint.</summary>
internal interface IRunStore
{
    /// <summary>The runs in the order of their numbers.</summary>
    /// <exception cref="State.StateException">They are damaged.</exception>
    Task<IReadOnlyList<RunRecord>> ReadAsync();

    /// <summary>Makes or replaces a run, durably.</summary>
    /// <param name="run">The run.</param>
    Task PutAsync(RunRecord run);
}
