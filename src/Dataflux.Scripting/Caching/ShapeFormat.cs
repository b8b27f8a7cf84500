using Dataflux.Scripting.Contract;
using Dataflux.Scripting.Sources;

namespace Dataflux.Scripting.Caching;

/// <summary>A <see cref="ContractShape"/> as bytes. No version: the cache's key holds the host's.</summary>
internal static class ShapeFormat
{
    internal static void Write(BinaryWriter writer, ContractShape shape)
    {
        WriteFunction(writer, shape.ParseItem);
        writer.Write(shape.RowIsNullableStruct);
        WriteFunction(writer, shape.Filter);
        WriteFunction(writer, shape.GroupRows);
        WriteFunction(writer, shape.GroupKey);
        WriteFunction(writer, shape.Transform);
        writer.Write(shape.TransformTakesRow);
        writer.Write((int)shape.Output);
        WriteList(writer, shape.RecordTypes, writer.Write);
        WriteList(writer, shape.Upserts, u => WriteFunction(writer, u));
        WriteList(writer, shape.UpsertOfType, writer.Write);
        writer.Write(shape.UpsertTakesAll);
        WriteFunction(writer, shape.DeleteItem);
        writer.Write((int)shape.DeleteOutput);
        WriteFunction(writer, shape.OnStart);
        WriteFunction(writer, shape.OnComplete);
        WriteList(writer, shape.Options.Named, use => WriteOption(writer, use));
        writer.Write(shape.Options.MayReadOthers);
    }

    internal static ContractShape Read(BinaryReader reader) => new()
    {
        // The order of the fields is the order of the bytes.
        ParseItem = ReadFunction(reader)!,
        RowIsNullableStruct = reader.ReadBoolean(),
        Filter = ReadFunction(reader),
        GroupRows = ReadFunction(reader),
        GroupKey = ReadFunction(reader),
        Transform = ReadFunction(reader),
        TransformTakesRow = reader.ReadBoolean(),
        Output = (RecordOutput)reader.ReadInt32(),
        RecordTypes = ReadList(reader, reader.ReadString),
        Upserts = ReadList(reader, () => ReadFunction(reader)!),
        UpsertOfType = ReadList(reader, reader.ReadInt32),
        UpsertTakesAll = reader.ReadBoolean(),
        DeleteItem = ReadFunction(reader),
        DeleteOutput = (RecordOutput)reader.ReadInt32(),
        OnStart = ReadFunction(reader),
        OnComplete = ReadFunction(reader),
        Options = new(ReadList(reader, () => ReadOption(reader)), reader.ReadBoolean()),
    };

    private static void WriteFunction(BinaryWriter writer, FunctionShape? function)
    {
        writer.Write(function is not null);
        if (function is null)
            return;
        writer.Write(function.Name);
        writer.Write(function.Ordinal);
        writer.Write(function.TakesContext);
        writer.Write(function.At.File);
        writer.Write(function.At.Line);
        writer.Write(function.At.Column);
    }

    private static FunctionShape? ReadFunction(BinaryReader reader) => !reader.ReadBoolean()
        ? null
        : new FunctionShape(reader.ReadString(), reader.ReadInt32(), reader.ReadBoolean(),
            new Position(reader.ReadString(), reader.ReadInt32(), reader.ReadInt32()));

    private static void WriteOption(BinaryWriter writer, OptionUse use)
    {
        writer.Write(use.Name);
        writer.Write(use.Path);
        writer.Write(use.Line);
        writer.Write(use.Column);
        writer.Write(use.IsRequired);
        writer.Write(use.Otherwise ?? "");
    }

    private static OptionUse ReadOption(
        BinaryReader reader) => new(reader.ReadString(), reader.ReadString(), reader.ReadInt32(), reader.ReadInt32())
        {
            IsRequired = reader.ReadBoolean(),
            Otherwise = reader.ReadString() is { Length: > 0 } text ? text : null,
        };

    private static void WriteList<T>(BinaryWriter writer, IReadOnlyList<T> list, Action<T> write)
    {
        writer.Write(list.Count);
        foreach (var element in list)
            write(element);
    }

    private static T[] ReadList<T>(BinaryReader reader, Func<T> read)
    {
        var list = new T[reader.ReadInt32()];
        for (var i = 0; i < list.Length; i++)
            list[i] = read();
        return list;
    }
}
