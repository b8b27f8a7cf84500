namespace Dataflux.Definitions.Ground;

/// <summary>The codes of problems in definitions. A code keeps its meaning for ever; scripts have DF01xx.</summary>
internal static class ProblemCode
{
    /// <summary>The file is not YAML.</summary>
    internal const string Syntax = "DF0001";

    /// <summary>A key that means nothing here.</summary>
    internal const string UnknownKey = "DF0002";

    /// <summary>A value that is not of the kind its key takes.</summary>
    internal const string WrongKind = "DF0003";

    /// <summary>A required key is not given.</summary>
    internal const string MissingKey = "DF0004";

    /// <summary>A key is given twice.</summary>
    internal const string DuplicateKey = "DF0005";

    /// <summary>A file that is named does not exist.</summary>
    internal const string MissingFile = "DF0006";

    /// <summary>An environment variable is not set.</summary>
    internal const string UnsetVariable = "DF0007";

    /// <summary>A value of the right kind that is not allowed.</summary>
    internal const string NotAllowed = "DF0008";

    /// <summary>A dialect that does not exist.</summary>
    internal const string UnknownType = "DF0009";

    /// <summary>A <c>${</c> that is not a variable.</summary>
    internal const string BadVariable = "DF0010";

    /// <summary>A key that belongs into the other file.</summary>
    internal const string WrongFile = "DF0011";

    /// <summary>A path that leaves the project.</summary>
    internal const string OutsideProject = "DF0012";

    /// <summary>The script is not the one the definition pins.</summary>
    internal const string ProfileChanged = "DF0013";

    /// <summary>A definition without a project, used from within one.</summary>
    internal const string OtherProject = "DF0014";

    /// <summary>An option is given that the script does not read: a warning.</summary>
    internal const string OptionNotRead = "DF0015";

    /// <summary>An option is not given that the script reads as if it were: a warning.</summary>
    internal const string OptionNotGiven = "DF0016";

    /// <summary>The profile writes to another kind of target than the definition's.</summary>
    internal const string OtherTarget = "DF0017";

    /// <summary>An assembly with dialects is not the one the project pins.</summary>
    internal const string DialectChanged = "DF0018";

    /// <summary>Two migrations of the same items give different tables.</summary>
    internal const string NotRepeatable = "DF0401";

    /// <summary>Migrating the same items again changes the tables.</summary>
    internal const string NotIdempotent = "DF0402";

    /// <summary>The tables depend on which records share a transaction.</summary>
    internal const string DependsOnBatches = "DF0403";

    /// <summary>The tables depend on the order of files or items.</summary>
    internal const string DependsOnOrder = "DF0404";

    /// <summary>The tables depend on which items share a file.</summary>
    internal const string DependsOnFiles = "DF0405";

    /// <summary>A proof would have to touch the real tables, or cannot copy them.</summary>
    internal const string CannotBeProved = "DF0406";

    /// <summary>The sample could not be migrated.</summary>
    internal const string SampleFailed = "DF0407";

    /// <summary>A profile has no tests where some are asked for.</summary>
    internal const string NoTests = "DF0601";

    /// <summary>A tests file that contradicts itself.</summary>
    internal const string BadTests = "DF0602";
}
