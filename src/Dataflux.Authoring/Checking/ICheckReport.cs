using Dataflux.Authoring.Checking.Findings;
using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Checking;

/// <summary>Says what a check finds, in one form.</summary>
internal interface ICheckReport
{
    /// <summary>A layer of the definition under check passed.</summary>
    /// <param name="layer">The layer's name.</param>
    /// <param name="outcome">What it looked at.</param>
    void Passed(string layer, CheckOutcome outcome);

    /// <summary>Something was found that was not reported before.</summary>
    void Found(Problem problem);

    /// <summary>A definition went through its layers.</summary>
    /// <param name="path">The definition, as the user would name it.</param>
    /// <param name="passed">Whether all of them passed.</param>
    void Checked(string path, bool passed);

    /// <summary>The check is over.</summary>
    void End();
}
