namespace Dataflux.Engine.Settings;

/// <summary>How the text of a column's value is meant.</summary>
public enum TextForm
{
    /// <summary>As a text, or as something that has no form beside its text.</summary>
    Text,

    /// <summary>As a number, unless it is one that JSON cannot say, such as <c>NaN</c>.</summary>
    Number,

    /// <summary>As <c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>As a JSON document.</summary>
    Json,
}
