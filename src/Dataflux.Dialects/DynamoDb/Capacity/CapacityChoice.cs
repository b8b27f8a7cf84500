using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.DynamoDb.Capacity;

/// <summary>
/// How much of a table's write capacity a run may use: a share, a number of units for each second, or what the table takes.
/// </summary>
internal sealed record CapacityChoice
{
    private const string Largest = "max";
    private const double DefaultShare = 0.5;
    private readonly double? _share;
    private readonly double? _units;
    private readonly bool _isGiven;

    private CapacityChoice(double? share, double? units, bool isGiven) => (_share, _units, _isGiven) = (share, units, isGiven);

    /// <summary>Reads <c>60%</c>, <c>2000</c> or <c>max</c>; nothing is half of what a table was given.</summary>
    /// <returns>The choice; <see langword="null"/>: the text is none of these.</returns>
    internal static CapacityChoice? Parse(string? text)
    {
        if (text is null)
            return new(DefaultShare, null, isGiven: false);

        if (text == Largest)
            return new(null, null, isGiven: true);

        var isShare = text.EndsWith('%');
        return double.TryParse(isShare ? text[..^1] : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number > 0 && (!isShare || number <= 100)
            ? new(isShare ? number / 100 : null, isShare ? null : number, isGiven: true)
            : null;
    }

    /// <summary>The limit for a table in write units for each second; <see langword="null"/>: its own.</summary>
    /// <exception cref="TargetException">A share is asked for, and the table says of no capacity.</exception>
    internal double? UnitsOf(TableDescription table)
    {
        if (_share is not { } share)
            return _units;

        var given = table.ProvisionedThroughput?.WriteCapacityUnits is > 0 and var provisioned ? provisioned
            : table.OnDemandThroughput?.MaxWriteRequestUnits ?? 0;
        if (given > 0)
            return given * share;

        return !_isGiven
            ? null
            : throw new TargetException(
                $"the table '{table.TableName}' is paid for on demand and has no capacity to take a share of; give 'capacity' under "
                    + "'target:' as write units for each second, such as 2000, or as 'max'");
    }
}
