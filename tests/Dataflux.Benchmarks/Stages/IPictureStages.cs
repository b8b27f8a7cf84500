namespace Dataflux.Benchmarks.Stages;

/// <summary>The functions of the reference profile over one file.</summary>
internal interface IPictureStages
{
    /// <summary>Calls <c>parseItem</c> and <c>filter</c> for every item.</summary>
    /// <returns>The number of rows.</returns>
    int ParseItems();

    /// <summary>Calls <c>transform</c> for every group.</summary>
    /// <returns>The number of records.</returns>
    int Transform();
}
