// What is older than 'days' becomes rows of files, a folder for each day. What is younger is skipped, and stays where it is.

[Table("measurement")]
record Measurement(
    [property: Key] string DeviceId, [property: Key] DateTimeOffset At, [property: Column(TypeName = "decimal(7,2)")] decimal Temperature,
    [property: Column(TypeName = "decimal(5,4)")] decimal? Battery);

Measurement? parseItem(Item item) => item.String("sk").Split('#') is ["AT", _]
    ? new(item.String("pk")["DEVICE#".Length..], DateTimeOffset.Parse(item.String("sk")["AT#".Length..], CultureInfo.InvariantCulture),
        item.Decimal("temperature"), item.TryDecimal("battery"))
    : null;

// Measured from the time of the export, so that the same export gives the same files whenever it is read.
bool filter(Measurement row, ProfileContext ctx) => row.At < ctx.ExportTime.AddDays(-ctx.Get<int>("days"));
