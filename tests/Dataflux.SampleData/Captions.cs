using System.Text;

namespace Dataflux.SampleData;

/// <summary>Captions with what real ones hold: umlauts, Cyrillic, quotes, backslashes, line ends, emoji.</summary>
internal static class Captions
{
    private static readonly string[] Latin =
        "the minister arrives at summit players celebrate after winning goal during final match view over old harbour crowd protest against new law actress on red carpet premiere volunteers help residents flooded street archive photo mayor opens bridge".Split(' ');

    private static readonly string[] German =
        "Ministerpräsident begrüßt Gäste während Eröffnung Straßenfest Überschwemmung Schüler demonstrieren für Klimaschutz in Köln Spieler jubeln über Führungstreffer gegen München Grüne Wähler Bürgermeister".Split(' ');

    private static readonly string[] Romance =
        "le président reçoit à l’Élysée une délégation été après forêt inondée manifestación en la plaza mañana señora coração città perché più così garçon français très fêté".Split(' ');

    private static readonly string[] Northern =
        "statsråd besøker skole på øya årets første snø smørrebrød køber blåbær över sjön żółć łódź święto węgierski őszi tűz cămașă țară șah İstanbul çarşı güneş".Split(' ');

    private static readonly string[] Russian =
        "президент прибыл на встречу жители города празднуют победу после матча архивное фото новый мост через реку".Split(' ');

    private static readonly string[] Rare =
    [
        "\"live\"", "C:\\press", "\n", "\t", "📷", "👩‍🚒", "🇫🇷", "50/50", "©", "–", "日本", "‏עברית", "\u2028", "😀🎉", "&amp;", "<b>",
    ];

    /// <summary>A caption in the manner of the language.</summary>
    internal static string Make(ref Randomness random, int languageId)
    {
        var words = languageId switch
        {
            1 => German,
            3 or 4 or 6 => Romance,
            9 or 11 or 13 or 14 or 16 or 17 => Northern,
            15 => Russian,
            _ => Latin,
        };

        var text = new StringBuilder();
        var count = random.Between(4, 18);
        for (var i = 0; i < count; i++)
            text.Append(i == 0 ? "" : " ").Append(random.Pick(words));

        if (random.Chance(0.12))
            text.Append(' ').Append(random.Pick(Rare));

        return text.ToString();
    }
}
