using System.Reflection;
using Dataflux.Scripting.Contract;

namespace Dataflux.Scripting.Binding;

/// <summary>A loaded script whose top-level statements have run: the object its functions belong to.</summary>
internal sealed class ScriptInstance
{
    /// <summary>The name of the class that the compiler makes of the script.</summary>
    internal const string ScriptClass = "Script";

    private const BindingFlags Any =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly Assembly _assembly;
    private readonly Type _type;
    private readonly object _instance;

    private ScriptInstance(Assembly assembly, Type type, object instance)
    {
        _assembly = assembly;
        _type = type;
        _instance = instance;
    }

    /// <summary>Makes the instance; what the script's top-level statements throw propagates as it is.</summary>
    internal static ScriptInstance Run(Assembly assembly)
    {
        var type = assembly.GetType(ScriptClass, throwOnError: true)!;
        var factory = type.GetMethod("<Factory>", Any) ?? throw new InvalidOperationException("the script has no entry point");

        // The compiler's protocol: the constructor puts the instance into the slot after the host object's.
        var slots = new object?[2];
        factory.CreateDelegate<Func<object?[], Task<object>>>()(slots).GetAwaiter().GetResult();
        return new ScriptInstance(assembly, type, slots[1] ?? throw new InvalidOperationException("the script made no instance"));
    }

    internal BoundFunction Function(FunctionShape shape)
    {
        var method = _type.GetMethods(Any).Where(m => m.Name == shape.Name).OrderBy(m => m.MetadataToken).ElementAt(shape.Ordinal);
        return new BoundFunction(shape, method, _instance);
    }

    internal Type Type(string metadataName) => _assembly.GetType(metadataName, throwOnError: true)!;
}
