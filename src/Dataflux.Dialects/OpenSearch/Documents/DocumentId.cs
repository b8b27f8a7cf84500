using System.Globalization;
using System.Reflection;
using System.Text;
using Dataflux.Dialects.OpenSearch.Ground;
using Dataflux.Dialects.Sql.Mapping;
using Dataflux.Profiles;

namespace Dataflux.Dialects.OpenSearch.Documents;

/// <summary>
/// The text that is a document's <c>_id</c>: that of the key, or of its parts with <c>|</c> between them, where <c>|</c> and <c>\</c> of
/// a part have a <c>\</c> before them, so that different keys have different texts.
/// </summary>
internal static class DocumentId
{
    /// <summary>What OpenSearch takes, in bytes of UTF-8.</summary>
    internal const int MostBytes = 512;

    /// <summary>Makes the function that reads the id of a record.</summary>
    /// <param name="keys">The properties of the key, at least one.</param>
    internal static Func<TRecord, string> For<TRecord>(IReadOnlyList<RecordMember> keys)
    {
        var parts = keys.Select(static key => (key.Property.Name, Text: TextOf<TRecord>(key.Property))).ToArray();
        return record =>
        {
            if (parts.Length == 1)
                return Checked(parts[0].Text(record) ?? throw Missing(parts[0].Name));

            var id = new StringBuilder();
            for (var i = 0; i < parts.Length; i++)
            {
                if (i > 0)
                    id.Append('|');

                foreach (var letter in parts[i].Text(record) ?? throw Missing(parts[i].Name))
                    (letter is '|' or '\\' ? id.Append('\\') : id).Append(letter);
            }

            return Checked(id.ToString());
        };
    }

    private static string Checked(string id) => id.Length == 0
        ? throw new UnfitDocumentException("its key is empty, which no document's id is")
        : Encoding.UTF8.GetByteCount(id) is > MostBytes and var bytes
            ? throw new UnfitDocumentException($"its key has {bytes} bytes; the id of a document has at most {MostBytes}")
            : id;

    private static UnfitDocumentException Missing(string property) => new($"its key has no {property}");

    private static Func<TRecord, string?> TextOf<TRecord>(PropertyInfo property) =>
        (Func<TRecord, string?>)typeof(DocumentId).GetMethod(nameof(OfProperty), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(typeof(TRecord), property.PropertyType).Invoke(null, [property])!;

    private static Func<TRecord, string?> OfProperty<TRecord, T>(PropertyInfo property)
    {
        if (typeof(TRecord).IsValueType)
            return record => Text((T?)property.GetValue(record));

        var get = property.GetMethod!.CreateDelegate<Func<TRecord, T>>();
        return record => Text(get(record));
    }

    // Numbers are equal however they are written.
    private static string? Text<T>(T value) => value switch
    {
        null => null,
        string text => text,
        DateTimeOffset time => time.UtcDateTime.ToString(TimeConverter.Form, CultureInfo.InvariantCulture),
        DateTime time => LocalTimeConverter.Text(time),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.fffffff", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToBase64String(bytes),
        ReadOnlyMemory<byte> bytes => Convert.ToBase64String(bytes.Span),
        decimal number => Number.Parse(number.ToString(CultureInfo.InvariantCulture)).Text,
        Number number => number.Text,
        bool yes => yes ? "true" : "false",
        Enum label => EnumLabel.TextOf(label.GetType(), label.ToString()),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
