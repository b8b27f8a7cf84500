using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>How one attribute is read, held and stored. <c>{0}</c> stands for the attribute's name as a C# literal.</summary>
/// <param name="Clr">The C# type, not nullable.</param>
/// <param name="Kind">What the column holds.</param>
/// <param name="Required">The expression that reads it where it always is; <see langword="null"/>: it can only be read as nullable.</param>
/// <param name="Optional">The expression that reads it where it may be missing or NULL.</param>
internal sealed record ColumnType(string Clr, ColumnKind Kind, string? Required, string Optional)
{
    /// <summary>The script's own function that <see cref="Optional"/> calls; <see langword="null"/>: none.</summary>
    internal ScriptFunction? Uses { get; init; }

    /// <summary>The one that <see cref="Required"/> calls.</summary>
    internal ScriptFunction? RequiredUses { get; init; }

    internal static readonly ColumnType Text = new("string", ColumnKind.Text, "item.String({0})", "item.TryString({0})");
    internal static readonly ColumnType Uuid = new("Guid", ColumnKind.Uuid, "item.Guid({0})", "item.TryGuid({0})");
    internal static readonly ColumnType Integer = new("long", ColumnKind.Integer, "item.Int64({0})", "item.TryInt64({0})");
    internal static readonly ColumnType Decimal = new("decimal", ColumnKind.Number, "item.Decimal({0})", "item.TryDecimal({0})");
    internal static readonly ColumnType Number = new("Number", ColumnKind.Number, "item.Number({0})", "item.TryNumber({0})");
    internal static readonly ColumnType Real = new("double", ColumnKind.Real, "item.Double({0})", "item.TryDouble({0})");
    internal static readonly ColumnType LocalTime = Text with { Kind = ColumnKind.LocalTime };
    internal static readonly ColumnType TimeOfDay = Text with { Kind = ColumnKind.TimeOfDay };
    internal static readonly ColumnType Span = Text with { Kind = ColumnKind.Span };
    internal static readonly ColumnType Boolean = new("bool", ColumnKind.Boolean, "item.Bool({0})", "item.TryBool({0})");
    internal static readonly ColumnType Bytes = new("byte[]", ColumnKind.Bytes, "item.Bytes({0})", "item.TryBytes({0})");
    internal static readonly ColumnType Texts = new("string[]", ColumnKind.Texts, "item.StringSet({0})", "item.TryStringSet({0})");
    internal static readonly ColumnType Numbers = new("Number[]", ColumnKind.Numbers, "item.NumberSet({0})", "item.TryNumberSet({0})");
    internal static readonly ColumnType Binaries =
        new("byte[][]", ColumnKind.Binaries, "item.BytesSet({0})", "item.TryBytesSet({0})");

    internal static readonly ColumnType Time = new("DateTimeOffset", ColumnKind.Time, "item.Timestamp({0})", "item.TryTimestamp({0})");

    internal static readonly ColumnType IntegerOrText =
        new("long", ColumnKind.Integer, "item.Int64({0}, orText: true)", "item.TryInt64({0}, orText: true)");

    internal static readonly ColumnType NumberOrText =
        new("Number", ColumnKind.Number, "item.Number({0}, orText: true)", "item.TryNumber({0}, orText: true)");

    internal static readonly ColumnType Date = new("DateOnly", ColumnKind.Date, "dateOf(item.String({0}))", "tryDateOf(item, {0})")
    {
        Uses = ScriptFunction.TryDateOf,
        RequiredUses = ScriptFunction.DateOf,
    };

    internal static readonly ColumnType Document =
        new("Json", ColumnKind.Document, "item[{0}].ToJson()", "jsonOf(item, {0})") { Uses = ScriptFunction.JsonOf };

    // Of attributes that were not all looked at: whatever their type, nothing is refused.
    internal static readonly ColumnType AnyText = Tolerant(Text, "textOf(item, {0})", ScriptFunction.TextOf);
    internal static readonly ColumnType AnyNumber = Tolerant(Number, "numberOf(item, {0})", ScriptFunction.NumberOf);
    internal static readonly ColumnType AnyBoolean = Tolerant(Boolean, "boolOf(item, {0})", ScriptFunction.BoolOf);
    internal static readonly ColumnType AnyBytes = Tolerant(Bytes, "bytesOf(item, {0})", ScriptFunction.BytesOf);

    /// <summary>A time that is counted from 1970.</summary>
    /// <param name="unit">The name of its unit in <see cref="Profiles.Epoch"/>.</param>
    internal static ColumnType Since1970(string unit) =>
        new("DateTimeOffset", ColumnKind.Time, $"item.Timestamp({{0}}, Epoch.{unit})", $"item.TryTimestamp({{0}}, Epoch.{unit})");

    private static ColumnType Tolerant(ColumnType type, string optional, ScriptFunction uses) =>
        type with { Required = null, Optional = optional, Uses = uses };
}
