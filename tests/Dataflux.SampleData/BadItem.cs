using System.Text;

namespace Dataflux.SampleData;

/// <summary>An item that must end in the reject file. Each is the only item of its picture.</summary>
/// <param name="Stage">The stage that finds out.</param>
/// <param name="Why">What is wrong with it.</param>
/// <param name="Line">The whole line, without its end.</param>
internal sealed record BadItem(string Stage, string Why, byte[] Line)
{
    // Above every id that a good picture of these exports can have, below the profile's limit.
    private const long FirstId = 19_000_001;

    internal static IReadOnlyList<BadItem> All { get; } = Make();

    private static List<BadItem> Make()
    {
        var bad = new List<BadItem>();
        Changed("read", "a line cut off in the middle", line => line[..(line.Length / 2)]);
        Changed("read", "no JSON at all", _ => "2013-07-11 ERROR export interrupted");
        Changed(
            "read",
            "an attribute value of the unknown type 'X'",
            line => line.Replace("{\"N\":\"0\"}", "{\"X\":\"0\"}", StringComparison.Ordinal));
        Changed(
            "read",
            "an attribute value of two types at once",
            line => line.Replace("{\"N\":\"0\"}", "{\"N\":\"0\",\"S\":\"0\"}", StringComparison.Ordinal));
        Changed("read", "an attribute value without a type", line => line.Replace("{\"N\":\"0\"}", "{}", StringComparison.Ordinal));
        Changed(
            "read",
            "a caption that is no UTF-8",
            line => line.Replace("A caption", "A \u00ffcaption", StringComparison.Ordinal),
            Encoding.Latin1);
        Changed("parseItem", "`url` is missing", line => line.Replace("\"url\"", "\"uri\"", StringComparison.Ordinal));
        Changed("parseItem", "`agencyId` is missing", line => line.Replace("\"agencyId\"", "\"agency\"", StringComparison.Ordinal));
        Changed(
            "parseItem",
            "`url` is a number",
            line => line.Replace("{\"S\":\"/img/2013/07/11/1.jpg\"}", "{\"N\":\"20130711\"}", StringComparison.Ordinal));
        Changed("parseItem", "`languageId` is a BOOL", line => line.Replace("{\"N\":\"0\"}", "{\"BOOL\":true}", StringComparison.Ordinal));
        Changed(
            "parseItem",
            "`formatId` is text without digits",
            line => line.Replace("{\"N\":\"85\"}", "{\"S\":\"large\"}", StringComparison.Ordinal));
        Changed("parseItem", "`formatId` is NULL", line => line.Replace("{\"N\":\"85\"}", "{\"NULL\":true}", StringComparison.Ordinal));
        Changed(
            "parseItem",
            "`agencyId` is too large for an integer column",
            line => line.Replace("{\"N\":\"12\"}", "{\"N\":\"3000000000\"}", StringComparison.Ordinal));
        Changed(
            "parseItem",
            "`pictureId` is too large for a bigint column",
            line => line.Replace($"{{\"N\":\"{FirstId + bad.Count}\"}}", "{\"N\":\"9223372036854775808\"}", StringComparison.Ordinal));
        Changed(
            "parseItem",
            "`pictureId` has a fraction",
            line => line.Replace(
                $"{{\"N\":\"{FirstId + bad.Count}\"}}", $"{{\"N\":\"{FirstId + bad.Count}.5\"}}", StringComparison.Ordinal));
        Changed(
            "upsert",
            "a caption with the character U+0000, which PostgreSQL's jsonb cannot hold",
            line => line.Replace("A caption", "A \\u0000caption", StringComparison.Ordinal));
        Changed(
            "upsert",
            "a `url` with the character U+0000, which PostgreSQL's text cannot hold",
            line => line.Replace("/11/", "/11\\u0000/", StringComparison.Ordinal));
        return bad;

        void Changed(string stage, string why, Func<string, string> change, Encoding? encoding = null) =>
            bad.Add(new BadItem(stage, why, (encoding ?? Encoding.UTF8).GetBytes(change(Good(FirstId + bad.Count)))));
    }

    private static string Good(long id) => $$$$"""
        {"Item":{"id":{"S":"{{{{id}}}}-0-85"},"pictureId":{"N":"{{{{id}}}}"},"languageId":{"N":"0"},"agencyId":{"N":"12"},"formatId":{"N":"85"},"url":{"S":"/img/2013/07/11/1.jpg"},"caption":{"S":"A caption"}}}
        """;
}
