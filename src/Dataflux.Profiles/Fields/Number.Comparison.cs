namespace Dataflux.Profiles;

public readonly partial struct Number
{
    /// <inheritdoc/>
    public int CompareTo(Number other)
    {
        var left = Text;
        var right = other.Text;
        var leftSign = Sign(left);
        var rightSign = Sign(right);
        if (leftSign != rightSign)
            return leftSign.CompareTo(rightSign);
        return leftSign < 0 ? CompareMagnitudes(right.AsSpan(1), left.AsSpan(1)) : CompareMagnitudes(left, right);
    }

    /// <summary>Whether two numbers are the same.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they are the same.</returns>
    public static bool operator ==(Number left, Number right) => left.Equals(right);

    /// <summary>Whether two numbers differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(Number left, Number right) => !left.Equals(right);

    /// <summary>Whether one number is smaller than another.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether the left one is smaller.</returns>
    public static bool operator <(Number left, Number right) => left.CompareTo(right) < 0;

    /// <summary>Whether one number is smaller than another or the same.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether the left one is smaller or the same.</returns>
    public static bool operator <=(Number left, Number right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one number is greater than another.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether the left one is greater.</returns>
    public static bool operator >(Number left, Number right) => left.CompareTo(right) > 0;

    /// <summary>Whether one number is greater than another or the same.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether the left one is greater or the same.</returns>
    public static bool operator >=(Number left, Number right) => left.CompareTo(right) >= 0;

    private static int Sign(string text) => text[0] == '-' ? -1 : text == "0" ? 0 : 1;

    // Plain texts have no needless zeros: the longer whole part is the greater, equally long ones compare digit by digit.
    private static int CompareMagnitudes(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var byLength = WholeLength(left).CompareTo(WholeLength(right));
        return byLength != 0 ? byLength : left.SequenceCompareTo(right);
    }

    private static int WholeLength(ReadOnlySpan<char> text)
    {
        var point = text.IndexOf('.');
        return point < 0 ? text.Length : point;
    }
}
