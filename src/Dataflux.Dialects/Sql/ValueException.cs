namespace Dataflux.Dialects.Sql;

/// <summary>
/// A value has no binary form of the asked type. The row encoder knows the column and makes a <see cref="RowValueException"/> of it.
/// </summary>
/// <param name="code">The code of the SQL standard that a server would have given.</param>
/// <param name="message">What was found, without the column: "holds U+0000 at character 3, which …".</param>
internal sealed class ValueException(string code, string message) : Exception(message)
{
    internal const string TooLong = "22001";
    internal const string OutOfRange = "22003";
    internal const string BadText = "22021";
    internal const string BadJson = "22P05";
    internal const string NoJson = "22032";
    internal const string BadTime = "22008";
    internal const string BadValue = "22023";

    internal string Code { get; } = code;
}
