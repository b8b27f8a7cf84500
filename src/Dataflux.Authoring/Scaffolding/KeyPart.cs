namespace Dataflux.Authoring.Scaffolding;

/// <summary>A part of a composed key that tells items apart: of <c>ORDER#7#LINE#2</c> the 7, and the 2.</summary>
/// <param name="Separator">What separates the parts.</param>
/// <param name="Index">The place among them, counted from 0.</param>
/// <param name="Of">The fixed part before it, which says what it identifies.</param>
internal sealed record KeyPart(char Separator, int Index, string Of)
{
    /// <summary>How it is read and stored.</summary>
    internal ColumnType Type { get; } = new(
        "string", Engine.Settings.ColumnKind.Text, $"idOf(item, {{0}}, {CSharpNames.Literal(Separator)}, {Index})", "")
    {
        RequiredUses = ScriptFunction.IdOf,
    };

    /// <summary>The part of a key.</summary>
    internal string In(string key) => key.Split(Separator)[Index];
}
