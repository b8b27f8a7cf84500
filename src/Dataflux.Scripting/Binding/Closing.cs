using System.Reflection;

namespace Dataflux.Scripting.Binding;

/// <summary>Calls generic methods of the host with types of a script, once, while binding.</summary>
internal static class Closing
{
    internal static T Call<T>(Type owner, string method, Type[] types, params object[] arguments) =>
        (T)owner.GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(types)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null)!;
}
