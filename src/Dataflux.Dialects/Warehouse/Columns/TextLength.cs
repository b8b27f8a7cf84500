using System.Reflection;
using System.Text;
using Dataflux.Dialects.Sql;

namespace Dataflux.Dialects.Warehouse.Columns;

/// <summary>Refuses texts that are longer than their property says with <c>[MaxLength]</c>: nobody else looks at files.</summary>
internal static class TextLength
{
    /// <summary>The method that looks at a type; <see langword="null"/>: it is no text.</summary>
    internal static MethodInfo? Method(Type clr) => typeof(TextLength).GetMethod(
        nameof(Check), BindingFlags.Static | BindingFlags.NonPublic, [clr, typeof(int)]);

    /// <exception cref="ValueException">It is longer.</exception>
    internal static void Check(string? text, int most)
    {
        if (text is not null && text.Length > most)
            Refuse(text.EnumerateRunes().Count(), most);
    }

    /// <exception cref="ValueException">It is longer.</exception>
    internal static void Check(Profiles.Text text, int most)
    {
        if (text.Length > most)
            Refuse(Encoding.UTF8.GetCharCount(text.Utf8), most);
    }

    private static void Refuse(int length, int most)
    {
        if (length > most)
            throw new ValueException(ValueException.TooLong, $"has {length} characters; its property says {most} at most");
    }
}
