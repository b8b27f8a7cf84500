using System.Text;
using System.Text.RegularExpressions;
using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Packing;

/// <summary>Finds what must not be shared in texts: AWS keys, private keys, passwords in connection strings.</summary>
internal static partial class SecretScan
{
    private const int Timeout = 5_000;

    private static readonly (Regex Pattern, string What)[] Everywhere =
    [
        (AccessKeyId(), "an AWS access key"),
        (SecretAccessKey(), "an AWS secret access key"),
        (PrivateKey(), "a private key"),
        (ConnectionPassword(), "a password in a connection string"),
        (UrlPassword(), "a password in a URL"),
    ];

    /// <summary>Scans a text.</summary>
    /// <param name="path">Where it is from, as the user would name it.</param>
    /// <param name="text">The text.</param>
    /// <param name="line">The number of its first line.</param>
    internal static IEnumerable<Problem> Of(string path, string text, long line = 1) =>
        Everywhere.SelectMany(known => Found(known.Pattern, known.What, path, text, line));

    /// <summary>Scans a definition, where also a key that is named like a secret must not have a value, in comments either.</summary>
    /// <param name="path">Where it is from, as the user would name it.</param>
    /// <param name="text">The YAML.</param>
    internal static IEnumerable<Problem> OfDefinition(string path, string text) =>
        Of(path, text).Concat(Found(SecretKey(), "a secret", path, text, 1)).DistinctBy(problem => problem.Line);

    /// <summary>Scans an assembly: its names and its literals.</summary>
    /// <param name="path">Where it is from, as the user would name it.</param>
    /// <param name="bytes">The assembly.</param>
    internal static IEnumerable<Problem> OfAssembly(string path, byte[] bytes) =>
        new[] { Encoding.Latin1.GetString(bytes), Encoding.Unicode.GetString(bytes), Encoding.Unicode.GetString(bytes.AsSpan(1)) }
            .SelectMany(text => Of(path, text)).Select(problem => problem with { Line = 0, Column = 0 }).Distinct();

    /// <summary>Whether a text says nothing by itself: all of it is <c>${VARIABLE}</c>, without a default.</summary>
    internal static bool IsVariable(string text) => Variable().Replace(text, "").Length == 0;

    private static IEnumerable<Problem> Found(Regex pattern, string what, string path, string text, long line)
    {
        foreach (Match match in pattern.Matches(text))
        {
            var value = match.Groups["value"];
            if (IsVariable(value.Value.Trim().Trim('"', '\'')))
                continue;

            var before = text.AsSpan(0, value.Index);
            var row = line + before.Count('\n');
            var column = value.Index - before.LastIndexOf('\n');
            yield return new Problem(path, (int)row, column, ProblemCode.Secret, $"{what} would be packed; {Advice(path)}");
        }
    }

    private static string Advice(string path) => Path.GetExtension(path) switch
    {
        ".yaml" or ".yml" => "write a variable in its place, such as ${DB_PASSWORD}",
        ".csx" or ".dll" => "take it out: a profile needs no login of its own",
        _ => "pack without a sample: --sample 0",
    };

    [GeneratedRegex(@"\b(?<value>(?:AKIA|ASIA)[A-Z0-9]{16})\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex AccessKeyId();

    [GeneratedRegex("""secret_?-?access_?-?key["']?\s*[:=]\s*(?:\{\s*"S"\s*:\s*)?["']?(?<value>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+])""",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex SecretAccessKey();

    [GeneratedRegex("(?<value>-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex PrivateKey();

    [GeneratedRegex("""
        (?:Host|Server|Data[ ]Source|User[ ]?name|User[ ]ID|Database)\s*=[^"'\r\n]*;\s*(?:Password|Pwd)\s*=\s*(?<value>[^;"'\s]+)
        | (?:Password|Pwd)\s*=\s*(?<value>[^;"'\s]+);[^"'\r\n]*(?:Host|Server|Data[ ]Source|User[ ]?name|User[ ]ID|Database)\s*=
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        Timeout)]
    private static partial Regex ConnectionPassword();

    [GeneratedRegex("""\b[A-Za-z][A-Za-z0-9+.-]*://[^\s/:@"'{}]+:(?<value>[^\s/@"']+)@""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex UrlPassword();

    [GeneratedRegex("""^[ \t]*(?:#[ \t]*)?[\w.-]*(?:password|passwd|pwd|secret|token)[ \t]*:[ \t]+(?<value>[^\s#][^\r\n#]*)""",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex SecretKey();

    [GeneratedRegex(@"\$\{[A-Za-z_][A-Za-z0-9_]*(?::-)?\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Variable();
}
