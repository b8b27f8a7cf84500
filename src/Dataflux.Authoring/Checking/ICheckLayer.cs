using Dataflux.Authoring.Checking.Findings;

namespace Dataflux.Authoring.Checking;

/// <summary>One layer of <c>dataflux check</c>. They run in order; after one that finds a problem only those that take drafts do.</summary>
internal interface ICheckLayer
{
    /// <summary>The layer's name, as it is printed.</summary>
    string Name { get; }

    /// <summary>
    /// Whether the layer also looks at a definition in which an earlier layer found problems, so that mistakes of different layers
    /// are reported together. It then works with <see cref="CheckSubject.Draft"/>.
    /// </summary>
    bool TakesDrafts => false;

    /// <summary>Whether there is anything to look at; asked of a definition whose earlier layers passed.</summary>
    /// <param name="subject">What is known of it so far.</param>
    bool Concerns(CheckSubject subject) => true;

    /// <summary>Checks one definition whose earlier layers passed.</summary>
    /// <param name="subject">What is known of it so far.</param>
    /// <param name="stop">Stops the check.</param>
    Task<CheckOutcome> CheckAsync(CheckSubject subject, CancellationToken stop);
}
