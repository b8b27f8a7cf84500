using System.Globalization;

namespace Dataflux.Profiles;

/// <summary>Converts the plain values of <c>options:</c> (string, bool, long, decimal, double) without loss.</summary>
internal static class OptionConverter
{
    internal static T? Convert<T>(string name, object value)
    {
        if (value is T already)
            return already;

        var wanted = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        try
        {
            var text = System.Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            if (wanted.IsEnum)
                return (T)Enum.Parse(wanted, text, ignoreCase: true);

            // Only floating-point types read an exponent by themselves.
            if (wanted != typeof(string) && text.Contains('e', StringComparison.OrdinalIgnoreCase)
                && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            {
                text = number.ToString(CultureInfo.InvariantCulture);
            }

            var converted = System.Convert.ChangeType(text, wanted, CultureInfo.InvariantCulture);
            return (T)converted;
        }
        catch (Exception e) when (e is FormatException or OverflowException or InvalidCastException or ArgumentException)
        {
            throw new OptionException($"option '{name}' is '{value}', but the profile asks for {wanted.Name}");
        }
    }
}
