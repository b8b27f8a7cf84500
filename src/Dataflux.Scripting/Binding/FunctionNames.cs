using System.Reflection;
using System.Text.RegularExpressions;

namespace Dataflux.Scripting.Binding;

/// <summary>The names of a script's functions as they are written there, not as the compiler calls them.</summary>
internal static partial class FunctionNames
{
    internal static string NameOf(MethodBase method)
    {
        // Functions with 'async' or 'yield' are classes.
        var name = method is { Name: "MoveNext", DeclaringType: { } type } ? type.Name : method.Name;
        if (method.IsConstructor)
            return $"the constructor of '{method.DeclaringType!.Name}'";
        if (Local().Match(name) is { Success: true } local)
            return $"'{local.Groups["name"].Value}'";
        if (Lambda().Match(name) is { Success: true } lambda)
            return lambda.Groups["name"].Value is { Length: > 0 } outer ? $"a lambda in '{outer}'" : "a lambda";
        return Outer().Match(name) is { Success: true } made ? $"'{made.Groups["name"].Value}'" : $"'{Accessor().Replace(name, "")}'";
    }

    [GeneratedRegex(@"g__(?<name>\w+)\|", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Local();

    [GeneratedRegex(@"^<+(?<name>\w*)[^>]*>+b__", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Lambda();

    [GeneratedRegex(@"^<(?<name>\w+)>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Outer();

    [GeneratedRegex("^[gs]et_", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Accessor();
}
