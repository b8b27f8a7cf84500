using System.Text.Json;
using Dataflux.Dialects.Lines;

namespace Dataflux.Dialects.PostgreSql.Decoding;

/// <summary>Documents as M, L and scalars.</summary>
internal static class JsonReaders
{
    /// <summary>A byte with the version of the form, then text.</summary>
    internal static void Jsonb(ReadOnlySpan<byte> value, LineWriter line) => Json(value[1..], line);

    internal static void Json(ReadOnlySpan<byte> value, LineWriter line)
    {
        var start = line.Length;
        try
        {
            var json = new Utf8JsonReader(value, TypedJson.Options);
            json.Read();
            TypedJson.Add(ref json, line);
        }
        catch (JsonException)
        {
            // Only texts of the type json can be what a stricter reader refuses.
            line.CutTo(start);
            TypedValue.AddText(value, line);
            line.Refusal = $"is JSON nested deeper than {TypedJson.Options.MaxDepth} levels, or none";
        }
    }
}
