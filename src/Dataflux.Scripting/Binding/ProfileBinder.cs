using System.ComponentModel.DataAnnotations.Schema;
using Dataflux.Engine.Contract;
using Dataflux.Profiles;
using Dataflux.Scripting.Contract;

namespace Dataflux.Scripting.Binding;

/// <summary>Makes a profile of a loaded script, closing the engine's types over the script's own.</summary>
internal static class ProfileBinder
{
    internal static Profile Bind(BindingScope scope)
    {
        var returns = scope.Script.Function(scope.Shape.ParseItem).Returns;
        var row = scope.Shape.RowIsNullableStruct ? Inside(returns) : returns;
        var record = scope.Shape.Transform is { } transform
            ? RecordOf(scope.Script.Function(transform).Returns, scope.Shape.Output)
            : row;
        return Closing.Call<Profile>(typeof(ProfileBinder), nameof(BindTyped), [row, record], scope);
    }

    private static Profile<TRow, TRecord> BindTyped<TRow, TRecord>(BindingScope scope)
        where TRecord : notnull
    {
        var (script, shape, context) = (scope.Script, scope.Shape, scope.Context);
        Type[] recordTypes = shape.RecordTypes.Count == 0 ? [typeof(TRecord)] : [.. shape.RecordTypes.Select(script.Type)];
        return new Profile<TRow, TRecord>
        {
            Hash = scope.Hash,
            Path = scope.Paths.Display(scope.Paths.Main),
            RecordTypes = recordTypes,
            MappedTypes = [.. recordTypes.Where(
                (type, i) => shape.UpsertOfType[i] < 0 || type.IsDefined(typeof(TableAttribute), inherit: false))],
            ParseItem = Parser<TRow>(scope),
            Filter = shape.Filter is null ? null : script.Function(shape.Filter).Of<TRow, bool>(context),
            GroupRows = shape.GroupRows is null
                ? null
                : script.Function(shape.GroupRows).Of<IReadOnlyList<TRow>, IEnumerable<IEnumerable<TRow>>>(context),
            GroupKey = shape.GroupKey is null ? null : Key<TRow>(script.Function(shape.GroupKey), context),
            Transform = Maker<TRow, TRecord>(scope),
            Upsert = Upserts.Bind<TRecord>(scope, recordTypes),
            DeleteItem = shape.DeleteItem is null ? null : Deletion(script.Function(shape.DeleteItem), scope),
            DeletedTypes = DeletedTypes(scope),
            DeleteKeyType = shape.DeleteItem is null || shape.DeleteOutput == RecordOutput.Many
                ? null
                : Inside(script.Function(shape.DeleteItem).Returns),
            OneRecordPerGroup = shape.Output != RecordOutput.Many,
            OnStart = scope.Start is { } start
                ? start.Before(Upserts.BindHook(scope, shape.OnStart))
                : Upserts.BindHook(scope, shape.OnStart),
            OnComplete = Upserts.BindHook(scope, shape.OnComplete),
            DescribeError = exception =>
                scope.Start?.Describe(exception) ?? ScriptErrors.Describe(exception, scope.Paths.DisplayOfFullPath),
        };
    }

    private static Type[] DeletedTypes(BindingScope scope)
    {
        if (scope.Shape.DeleteItem is null)
            return [];
        var type = RecordOf(scope.Script.Function(scope.Shape.DeleteItem).Returns, scope.Shape.DeleteOutput);
        return type is { IsAbstract: false, IsInterface: false } && type != typeof(object) ? [type] : [];
    }

    private static RowParser<TRow> Parser<TRow>(BindingScope scope)
    {
        var parseItem = scope.Script.Function(scope.Shape.ParseItem);
        return scope.Shape.RowIsNullableStruct
            ? Closing.Call<RowParser<TRow>>(
                typeof(RowParsers), nameof(RowParsers.OfNullableStruct), [typeof(TRow)], parseItem, scope.Context)
            : RowParsers.Of<TRow>(parseItem, scope.Context);
    }

    private static GroupKeyOf<TRow> Key<TRow>(BoundFunction groupKey, ProfileContext context)
    {
        var key = groupKey.Returns;
        var method = Nullable.GetUnderlyingType(key) is not null ? nameof(GroupKeys.OfNullableStruct)
            : key.IsValueType ? nameof(GroupKeys.OfStruct)
            : nameof(GroupKeys.OfReference);
        return Closing.Call<GroupKeyOf<TRow>>(typeof(GroupKeys), method, [typeof(TRow), Inside(key)], groupKey, context);
    }

    private static RecordMaker<TRow, TRecord> Maker<TRow, TRecord>(BindingScope scope)
        where TRecord : notnull
    {
        if (scope.Shape.Transform is null)
            return (RecordMaker<TRow, TRecord>)Closing.Call<Delegate>(typeof(RecordMakers), nameof(RecordMakers.Rows), [typeof(TRecord)]);
        var transform = scope.Script.Function(scope.Shape.Transform);
        var takesRow = scope.Shape.TransformTakesRow;
        return scope.Shape.Output switch
        {
            RecordOutput.One => RecordMakers.One<TRow, TRecord>(transform, scope.Context, takesRow),
            RecordOutput.NullableStruct => Closing.Call<RecordMaker<TRow, TRecord>>(
                typeof(RecordMakers),
                nameof(RecordMakers.NullableStruct),
                [typeof(TRow), typeof(TRecord)],
                transform,
                scope.Context,
                takesRow),
            _ => Closing.Call<RecordMaker<TRow, TRecord>>(
                typeof(RecordMakers), nameof(RecordMakers.Many), [typeof(TRow), typeof(TRecord), transform.Returns],
                transform, scope.Context, takesRow),
        };
    }

    private static DeletionMaker Deletion(BoundFunction deleteItem, BindingScope scope)
    {
        var returns = deleteItem.Returns;
        return scope.Shape.DeleteOutput switch
        {
            RecordOutput.One =>
                Closing.Call<DeletionMaker>(typeof(DeletionMakers), nameof(DeletionMakers.One), [returns], deleteItem, scope.Context),
            RecordOutput.NullableStruct => Closing.Call<DeletionMaker>(
                typeof(DeletionMakers), nameof(DeletionMakers.NullableStruct), [Inside(returns)], deleteItem, scope.Context),
            _ => Closing.Call<DeletionMaker>(
                typeof(DeletionMakers),
                nameof(DeletionMakers.Many),
                [RecordOf(returns, RecordOutput.Many), returns],
                deleteItem,
                scope.Context),
        };
    }

    private static Type Inside(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static Type RecordOf(Type returns, RecordOutput output) => output switch
    {
        RecordOutput.One => returns,
        RecordOutput.NullableStruct => Inside(returns),
        _ => returns.GetInterfaces().Prepend(returns)
            .First(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>)).GenericTypeArguments[0],
    };
}
