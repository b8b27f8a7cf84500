using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Dataflux.IntegrationTests.S3;

/// <summary>Each fault twice: files fetched first, and processed while they arrive.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CombinatorialFaultsAttribute(params Fault[] faults) : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. faults.SelectMany(fault => new[] { false, true }, (fault, stream) => new TheoryDataRow<Fault, bool>(fault, stream))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
