using System.Reflection;
using Dataflux.Profiles;
using Dataflux.Scripting.Contract;

namespace Dataflux.Scripting.Binding;

/// <summary>A function of a loaded script; gives typed delegates, closed over the script's instance and the context.</summary>
internal sealed record BoundFunction(FunctionShape Shape, MethodInfo Method, object Instance)
{
    internal Type Returns => Method.ReturnType;

    internal Type Parameter(int index) => Method.GetParameters()[index].ParameterType;

    internal Func<TIn, TOut> Of<TIn, TOut>(ProfileContext context)
    {
        if (!Shape.TakesContext)
            return Delegate<Func<TIn, TOut>>();
        var function = Delegate<Func<TIn, ProfileContext, TOut>>();
        return value => function(value, context);
    }

    internal Func<TFirst, TSecond, TOut> Of<TFirst, TSecond, TOut>(ProfileContext context)
    {
        if (!Shape.TakesContext)
            return Delegate<Func<TFirst, TSecond, TOut>>();
        var function = Delegate<Func<TFirst, TSecond, ProfileContext, TOut>>();
        return (first, second) => function(first, second, context);
    }

    private T Delegate<T>()
        where T : Delegate =>
        Method.IsStatic ? Method.CreateDelegate<T>() : Method.CreateDelegate<T>(Instance);
}
