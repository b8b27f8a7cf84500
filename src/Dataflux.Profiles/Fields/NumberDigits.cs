using System.Runtime.CompilerServices;

namespace Dataflux.Profiles.Fields;

/// <summary>The up to 38 significant digits of a DynamoDB number, as values 0 to 9.</summary>
[InlineArray(Capacity)]
internal struct NumberDigits
{
    public const int Capacity = 38;
    private byte _first;
}
