using System.Buffers;

namespace Dataflux.Profiles.Parsing;

/// <summary>How paths of attributes are written in messages.</summary>
internal static class AttributePath
{
    private static readonly SearchValues<char> Ambiguous = SearchValues.Create(" .[]\"'\t\r\n");

    public static string Join(string map, string name)
    {
        var plain = name.Length > 0 && !name.AsSpan().ContainsAny(Ambiguous);
        if (!plain)
            return $"{map}[\"{name}\"]";
        return map.Length == 0 ? name : $"{map}.{name}";
    }
}
