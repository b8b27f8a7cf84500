namespace Dataflux.Definitions.Packs;

/// <summary>The codes of problems with packs. A code keeps its meaning for ever.</summary>
internal static class PackCode
{
    /// <summary>The file is no pack, or one of a format that this dataflux does not know.</summary>
    internal const string NotAPack = "DF0501";

    /// <summary>What is in the pack is not what was packed.</summary>
    internal const string Altered = "DF0502";

    /// <summary>The pack is larger than packs may be, or has names that lead out of it.</summary>
    internal const string Unsafe = "DF0503";

    /// <summary>The profile was written for a contract that this dataflux does not have.</summary>
    internal const string OtherContract = "DF0504";

    /// <summary>A secret would be packed.</summary>
    internal const string Secret = "DF0505";

    /// <summary>The profile needs a file that cannot come into the pack.</summary>
    internal const string OutsidePack = "DF0506";
}
