namespace Dataflux.Engine.Ground;

/// <summary>
/// The codes of all problems: DF00xx of definitions, DF01xx of scripts, DF02xx found with a sample of the export, DF04xx found by proving,
/// DF05xx of packs, DF06xx of tests. A code keeps its meaning for ever; <c>dataflux explain</c> says it at length.
/// </summary>
public static class ProblemCode
{
    /// <summary>The file is not YAML.</summary>
    public const string Syntax = "DF0001";

    /// <summary>A key that means nothing here.</summary>
    public const string UnknownKey = "DF0002";

    /// <summary>A value that is not of the kind its key takes.</summary>
    public const string WrongKind = "DF0003";

    /// <summary>A required key is not given.</summary>
    public const string MissingKey = "DF0004";

    /// <summary>A key is given twice.</summary>
    public const string DuplicateKey = "DF0005";

    /// <summary>A file that is named does not exist.</summary>
    public const string MissingFile = "DF0006";

    /// <summary>An environment variable is not set.</summary>
    public const string UnsetVariable = "DF0007";

    /// <summary>A value of the right kind that is not allowed.</summary>
    public const string NotAllowed = "DF0008";

    /// <summary>A dialect that does not exist.</summary>
    public const string UnknownType = "DF0009";

    /// <summary>A <c>${</c> that is not a variable.</summary>
    public const string BadVariable = "DF0010";

    /// <summary>A key that belongs into the other file.</summary>
    public const string WrongFile = "DF0011";

    /// <summary>A path that leaves the project.</summary>
    public const string OutsideProject = "DF0012";

    /// <summary>The script is not the one the definition pins.</summary>
    public const string ProfileChanged = "DF0013";

    /// <summary>A definition without a project, used from within one.</summary>
    public const string OtherProject = "DF0014";

    /// <summary>An option is given that the script does not read: a warning.</summary>
    public const string OptionNotRead = "DF0015";

    /// <summary>An option is not given that the script reads as if it were: a warning.</summary>
    public const string OptionNotGiven = "DF0016";

    /// <summary>The profile writes to another kind of target than the definition's.</summary>
    public const string OtherTarget = "DF0017";

    /// <summary>An assembly with dialects is not the one the project pins.</summary>
    public const string DialectChanged = "DF0018";

    /// <summary>The profile has no parseItem.</summary>
    public const string NoParseItem = "DF0100";

    /// <summary>The profile has no transform.</summary>
    public const string NoTransform = "DF0101";

    /// <summary>A function takes other parameters than it is given.</summary>
    public const string WrongParameters = "DF0102";

    /// <summary>A function returns something else than is expected.</summary>
    public const string WrongResult = "DF0103";

    /// <summary>upsert does not take what transform returns.</summary>
    public const string UpsertMismatch = "DF0104";

    /// <summary>A function does not take the row that parseItem returns.</summary>
    public const string RowMismatch = "DF0105";

    /// <summary>The profile has both groupRows and groupKey.</summary>
    public const string TwoGroupings = "DF0106";

    /// <summary>A function is asynchronous that must not be.</summary>
    public const string Asynchronous = "DF0107";

    /// <summary>A function is called by nobody, and nearly has a name of the contract.</summary>
    public const string NearMiss = "DF0108";

    /// <summary>A function is declared twice.</summary>
    public const string Duplicate = "DF0109";

    /// <summary>A NuGet package is referenced.</summary>
    public const string PackageRefused = "DF0110";

    /// <summary>Something remote is loaded.</summary>
    public const string RemoteRefused = "DF0111";

    /// <summary>A file of the script does not exist or cannot be read.</summary>
    public const string CannotRead = "DF0112";

    /// <summary>A file of the script is outside the project.</summary>
    public const string OutsideTree = "DF0113";

    /// <summary>The script's top-level statements failed.</summary>
    public const string InitializerThrew = "DF0114";

    /// <summary>Keys cannot be compared.</summary>
    public const string NoEquality = "DF0115";

    /// <summary>There are no records of the type that transform returns.</summary>
    public const string NoRecordTypes = "DF0116";

    /// <summary>transform takes one row, but rows are grouped.</summary>
    public const string SingleRowWithGrouping = "DF0117";

    /// <summary>A reference is no .NET assembly.</summary>
    public const string NotAnAssembly = "DF0118";

    /// <summary>A function is generic, or takes a parameter by reference.</summary>
    public const string NotPlain = "DF0119";

    /// <summary>The compiled profile could not be kept.</summary>
    public const string CacheNotWritten = "DF0120";

    /// <summary>A result cannot be kept.</summary>
    public const string UnusableType = "DF0121";

    /// <summary>Two upserts take the same record.</summary>
    public const string AmbiguousUpsert = "DF0122";

    /// <summary>What deleteItem returns has no key.</summary>
    public const string NoDeleteKey = "DF0123";

    /// <summary>A function changes a variable of the script.</summary>
    public const string KeepsState = "DF0124";

    /// <summary>A record has no key.</summary>
    public const string NoRecordKey = "DF0125";

    /// <summary>A function looks at something that is not in the items.</summary>
    public const string LooksOutside = "DF0126";

    /// <summary>A function writes to the terminal.</summary>
    public const string WritesToTerminal = "DF0127";

    /// <summary>A statement runs when the script is loaded.</summary>
    public const string RunsAtLoad = "DF0128";

    /// <summary>The export cannot be read.</summary>
    public const string SourceUnreadable = "DF0201";

    /// <summary>Every item of the sample that the profile does not skip is rejected.</summary>
    public const string AllRejected = "DF0202";

    /// <summary>Some items of the sample are rejected: a warning.</summary>
    public const string SomeRejected = "DF0203";

    /// <summary>The profile skips every item of the sample: a warning.</summary>
    public const string AllSkipped = "DF0204";

    /// <summary>Records of different items have the same key, so that one overwrites the other: a warning.</summary>
    public const string KeysMeet = "DF0205";

    /// <summary>Attributes of the sample are never read by the profile: a warning, or an error where the definition says so.</summary>
    public const string AttributesUnread = "DF0206";

    /// <summary>The target cannot be reached, or the user may not do there what a migration does.</summary>
    public const string TargetUnusable = "DF0211";

    /// <summary>A record does not fit its table.</summary>
    public const string RecordDoesNotFit = "DF0212";

    /// <summary>Two migrations of the same items give different tables.</summary>
    public const string NotRepeatable = "DF0401";

    /// <summary>Migrating the same items again changes the tables.</summary>
    public const string NotIdempotent = "DF0402";

    /// <summary>The tables depend on which records share a transaction.</summary>
    public const string DependsOnBatches = "DF0403";

    /// <summary>The tables depend on the order of files or items.</summary>
    public const string DependsOnOrder = "DF0404";

    /// <summary>The tables depend on which items share a file.</summary>
    public const string DependsOnFiles = "DF0405";

    /// <summary>A proof would have to touch the real tables, or cannot copy them.</summary>
    public const string CannotBeProved = "DF0406";

    /// <summary>The sample could not be migrated.</summary>
    public const string SampleFailed = "DF0407";

    /// <summary>The file is no pack, or one of a format that this dataflux does not know.</summary>
    public const string NotAPack = "DF0501";

    /// <summary>What is in the pack is not what was packed.</summary>
    public const string Altered = "DF0502";

    /// <summary>The pack is larger than packs may be, or has names that lead out of it.</summary>
    public const string Unsafe = "DF0503";

    /// <summary>The profile was written for a contract that this dataflux does not have.</summary>
    public const string OtherContract = "DF0504";

    /// <summary>A secret would be packed.</summary>
    public const string Secret = "DF0505";

    /// <summary>The profile needs a file that cannot come into the pack.</summary>
    public const string OutsidePack = "DF0506";

    /// <summary>A profile has no tests where some are asked for.</summary>
    public const string NoTests = "DF0601";

    /// <summary>A tests file that contradicts itself.</summary>
    public const string BadTests = "DF0602";
}
