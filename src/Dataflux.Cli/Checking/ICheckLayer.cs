namespace Dataflux.Cli.Checking;

/// <summary>One layer of <c>dataflux check</c>. Layers run in order; a layer that finds a problem ends the definition's check.</summary>
internal interface ICheckLayer
{
    /// <summary>The layer's name, as it is printed.</summary>
    string Name { get; }

    /// <summary>Checks one definition whose earlier layers passed.</summary>
    /// <param name="subject">What is known of it so far.</param>
    /// <param name="stop">Stops the check.</param>
    Task<CheckOutcome> CheckAsync(CheckSubject subject, CancellationToken stop);
}
