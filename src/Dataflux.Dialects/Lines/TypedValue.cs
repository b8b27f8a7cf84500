using System.Text;
using Dataflux.Profiles.Fields;

namespace Dataflux.Dialects.Lines;

/// <summary>Values as DynamoDB JSON has them, with their types, such as <c>{"N":"1"}</c>.</summary>
internal static class TypedValue
{
    private const int SafeDigits = 38;

    internal static ReadOnlySpan<byte> Null => "{\"NULL\":true}"u8;

    /// <summary>A name as it stands before its value, <c>"name":</c>.</summary>
    internal static byte[] Name(string name)
    {
        var text = new LineWriter(64);
        text.Add((byte)'"');
        text.AddText(Encoding.UTF8.GetBytes(name));
        text.Add("\":"u8);
        return text.From(0).ToArray();
    }

    internal static void AddBool(bool value, LineWriter line) => line.Add(value ? "{\"BOOL\":true}"u8 : "{\"BOOL\":false}"u8);

    internal static void AddText(ReadOnlySpan<byte> value, LineWriter line)
    {
        line.Add("{\"S\":\""u8);
        line.AddText(value);
        line.Add("\"}"u8);
    }

    /// <summary>The text of a number, with all of its digits.</summary>
    internal static void AddNumber(ReadOnlySpan<byte> text, LineWriter line)
    {
        var start = BeginNumber(line);
        line.Add(text);
        EndNumber(line, start, isSafe: false);
    }

    internal static int BeginNumber(LineWriter line)
    {
        line.Add("{\"N\":\""u8);
        return line.Length;
    }

    /// <summary>Ends a number; what DynamoDB cannot hold is refused: more than 38 digits, NaN, infinities.</summary>
    /// <param name="line">The line.</param>
    /// <param name="start">What <see cref="BeginNumber"/> returned.</param>
    /// <param name="isSafe">Whether it is known to be a number that it can.</param>
    internal static void EndNumber(LineWriter line, int start, bool isSafe)
    {
        if (!isSafe && NumberParts.Read(line.From(start), out _) is { } problem)
            line.Refusal = $"{Encoding.UTF8.GetString(line.From(start))} {problem}";

        line.Add("\"}"u8);
    }

    /// <summary>Whether digits with a sign and a point are so few that they are a number of DynamoDB in any case.</summary>
    internal static bool IsSafe(int length) => length <= SafeDigits;
}
