using Dataflux.Engine.Ground;
using Dataflux.Profiles;
using Dataflux.Scripting.Contract;

namespace Dataflux.Scripting.Binding;

/// <summary>The forms of <c>upsert</c>, <c>onStart</c> and <c>onComplete</c>.</summary>
internal static class Upserts
{
    internal static Func<ITarget, IReadOnlyList<TRecord>, Task<int>> Bind<TRecord>(BindingScope scope, Type[] recordTypes)
        where TRecord : notnull
    {
        var shape = scope.Shape;
        if (shape.RecordTypes.Count == 0 || shape.UpsertTakesAll)
            return OfType<TRecord>(scope, shape.UpsertOfType[0]);

        var parts = recordTypes.Select((type, i) => Closing.Call<RecordPart<TRecord>>(
            typeof(Upserts), nameof(PartOf), [typeof(TRecord), type], scope, shape.UpsertOfType[i])).ToArray();
        return new MixedUpsert<TRecord>(parts).WriteAsync;
    }

    internal static Func<ITarget, Task>? BindHook(BindingScope scope, FunctionShape? shape)
    {
        if (shape is null)
            return null;
        var function = scope.Script.Function(shape);
        return Closing.Call<Func<ITarget, Task>>(typeof(Upserts), nameof(Hook), [function.Parameter(0)], scope, function);
    }

    private static RecordPart<TRecord, T> PartOf<TRecord, T>(BindingScope scope, int upsert)
        where TRecord : notnull
        where T : TRecord =>
        new(OfType<T>(scope, upsert));

    private static Func<ITarget, IReadOnlyList<T>, Task<int>> OfType<T>(BindingScope scope, int upsert)
        where T : notnull
    {
        if (upsert < 0)
            return (target, batch) => target.Upsert(batch);
        var function = scope.Script.Function(scope.Shape.Upserts[upsert]);
        var method = function.Returns == typeof(Task<int>) ? nameof(Counting) : nameof(Silent);
        return Closing.Call<Func<ITarget, IReadOnlyList<T>, Task<int>>>(
            typeof(Upserts), method, [function.Parameter(0), typeof(T)], scope, function);
    }

    private static Func<ITarget, IReadOnlyList<T>, Task<int>> Counting<TTarget, T>(BindingScope scope, BoundFunction function)
        where TTarget : class, ITarget
    {
        var upsert = function.Of<TTarget, IReadOnlyList<T>, Task<int>>(scope.Context);
        return (target, batch) => upsert(target as TTarget ?? throw WrongTarget<TTarget>(scope, function, target), batch);
    }

    // An upsert that returns no number is taken to have written its whole batch.
    private static Func<ITarget, IReadOnlyList<T>, Task<int>> Silent<TTarget, T>(BindingScope scope, BoundFunction function)
        where TTarget : class, ITarget
    {
        var upsert = function.Of<TTarget, IReadOnlyList<T>, Task>(scope.Context);
        return async (target, batch) =>
        {
            await upsert(target as TTarget ?? throw WrongTarget<TTarget>(scope, function, target), batch);
            return batch.Count;
        };
    }

    private static Func<ITarget, Task> Hook<TTarget>(BindingScope scope, BoundFunction function)
        where TTarget : class, ITarget
    {
        var hook = function.Of<TTarget, Task>(scope.Context);
        return target => hook(target as TTarget ?? throw WrongTarget<TTarget>(scope, function, target));
    }

    private static TargetException WrongTarget<TTarget>(BindingScope scope, BoundFunction function, ITarget target) =>
        new($"{scope.Where(function.Shape)}: {function.Shape.Name} wants a target of kind {typeof(TTarget).Name}, "
            + $"but the definition's target ({target.GetType().Name}) is none; change the definition's target or the function's parameter");
}
