using Dataflux.Profiles.Parsing;

namespace Dataflux.Profiles;

public readonly partial struct Item
{
    /// <summary>The paths of text (and names) with a character that databases cannot hold: U+0000 or half of a surrogate pair.</summary>
    internal IEnumerable<string> UnstorablePaths()
    {
        var paths = new List<string>();
        AddUnstorable(paths);
        if (OldImage is { } old)
            old.AddUnstorable(paths);
        return paths;
    }

    private void AddUnstorable(List<string> paths)
    {
        for (var i = 0; i < Count; i++)
        {
            if (UnstorableText.Next(RawNameAt(i), out _))
                paths.Add(ValueAt(i).Path);
            else
                AddUnstorable(ValueAt(i), paths);
        }
    }

    private static void AddUnstorable(Value value, List<string> paths)
    {
        if (!UnstorableText.Next(value.Raw, out _))
            return;
        if (value.Type == AttributeType.M)
        {
            value.Members().AddUnstorable(paths);
        }
        else if (value.Type is AttributeType.L or AttributeType.SS)
        {
            foreach (var element in value.Elements())
                AddUnstorable(element, paths);
        }
        else
        {
            paths.Add(value.Path);
        }
    }
}
