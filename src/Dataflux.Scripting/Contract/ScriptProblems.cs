using Dataflux.Engine.Ground;
using Dataflux.Scripting.Sources;

namespace Dataflux.Scripting.Contract;

/// <summary>Everything the script host itself finds wrong with a profile: one method for each code.</summary>
internal static class ScriptProblems
{
    internal static Problem Missing(string file, string name, string signature) =>
        new(file, 0, 0, MissingCode(name), $"the profile has no function '{name}', which it must have; add: {signature}"
            + (name == ContractNames.Transform ? "; or mark what parseItem returns with [Table] and [Key], to write it as it is" : ""));

    internal static Problem InsideType(Position at, string name, string type) =>
        Of(at, MissingCode(name), $"{name} is inside the type '{type}', where it is not found; move the profile's functions out of it: "
            + "they stand at the top of the script");

    private static string MissingCode(string name) => name == ContractNames.ParseItem ? ProblemCode.NoParseItem : ProblemCode.NoTransform;

    internal static Problem WrongParameters(Position at, string name, string found, string expected) =>
        Of(at, ProblemCode.WrongParameters,
            $"{name} takes {found}; expected: {expected}; a ProfileContext may follow as the last parameter");

    internal static Problem WrongResult(Position at, string name, string found, string expected) =>
        Of(at, ProblemCode.WrongResult, $"{name} returns '{found}'; expected: {expected}");

    internal static Problem UpsertMismatch(Position at, string records, string batch, string expected) =>
        Of(at, ProblemCode.UpsertMismatch, $"transform returns '{records}' but upsert takes '{batch}'; expected: {expected}");

    internal static Problem RowMismatch(Position at, string name, string found, string row, string expected) =>
        Of(at, ProblemCode.RowMismatch, $"{name} takes '{found}' but parseItem returns '{row}'; expected: {expected}");

    internal static Problem TwoGroupings(Position at) =>
        Of(
            at,
            ProblemCode.TwoGroupings,
            "the profile has both groupRows and groupKey; keep one: groupKey groups in bounded memory, groupRows as the script likes");

    internal static Problem Asynchronous(Position at, string name) =>
        Of(
            at,
            ProblemCode.Asynchronous,
            $"{name} is asynchronous; make it return its result directly: only upsert, onStart and onComplete may wait for something");

    internal static Problem NearMiss(Position at, string found, string meant) =>
        Of(at, ProblemCode.NearMiss,
            $"function '{found}' is called by nobody; did you mean '{meant}'? Otherwise give it a name that is less like it");

    internal static Problem Duplicate(Position at, string name, Position first) =>
        Of(at, ProblemCode.Duplicate, $"{name} is declared a second time; "
            + $"the first is in line {first.Line}{(first.File == at.File ? "" : $" of {first.File}")}; remove or rename one of them");

    internal static Problem PackageRefused(Position at, string directive, string wanted) =>
        Of(at, ProblemCode.PackageRefused,
            $"{directive} \"{wanted}\": a profile cannot use NuGet packages, so that it runs the same everywhere; "
            + "put the assembly beside the script and reference it with #r \"name.dll\"");

    internal static Problem RemoteRefused(Position at, string directive, string wanted) =>
        Of(at, ProblemCode.RemoteRefused,
            $"{directive} \"{wanted}\" is not a local file; copy it beside the script and name it by its relative path");

    internal static Problem CannotRead(Position at, string wanted, string fullPath, Exception reason) =>
        Of(at, ProblemCode.CannotRead, reason is FileNotFoundException or DirectoryNotFoundException
            ? $"'{wanted}' does not exist; looked for {fullPath}; correct the path, or put the file there"
            : $"'{wanted}' cannot be read: {reason.Message}");

    internal static Problem NoStatements(Position at) =>
        Of(at, ProblemCode.CannotRead, "the file holds no statement; write what makes the tables, or take 'onStart' out of the definition");

    internal static Problem OutsideTree(Position at, string wanted, string root) =>
        Of(at, ProblemCode.OutsideTree, $"'{wanted}' is outside {root}; a profile and what it loads stay in the project; move it there, "
            + "or set 'allowOutside: true' in the definition if you trust it");

    internal static Problem InitializerThrew(Position at, string thrown) =>
        Of(at, ProblemCode.InitializerThrew, $"the script's top-level statements failed: {thrown}");

    internal static Problem NoEquality(Position at, string key) =>
        Of(
            at,
            ProblemCode.NoEquality,
            $"groupKey returns '{key}', whose values cannot be compared for equality; return a number, string, tuple or record");

    internal static Problem NoRecordTypes(Position at, string records) =>
        Of(at, ProblemCode.NoRecordTypes,
            $"transform returns '{records}', but the script declares no concrete type of that kind with [Table] or [Key]; "
            + "mark the record types with [Table(\"name\")] and their key with [Key]");

    internal static Problem SingleRowWithGrouping(Position at, string row, string grouping) =>
        Of(at, ProblemCode.SingleRowWithGrouping,
            $"transform takes one '{row}', but {grouping} makes groups; expected: a parameter IReadOnlyList<{row}>");

    internal static Problem NotAnAssembly(Position at, string wanted) =>
        Of(at, ProblemCode.NotAnAssembly, $"'{wanted}' is not a .NET assembly; #r takes the .dll of a library");

    internal static Problem NotPlain(Position at, string name) =>
        Of(at, ProblemCode.NotPlain, $"{name} is generic or uses ref, in or out; make it a plain function");

    internal static Problem CacheNotWritten(string file, string folder, string reason) =>
        new(
            file,
            0,
            0,
            ProblemCode.CacheNotWritten,
            $"the compiled profile could not be kept in {folder}: {reason}; it will be compiled again at the next start")
        {
            IsWarning = true,
        };

    internal static Problem UnusableType(Position at, string name, string found) =>
        Of(at, ProblemCode.UnusableType,
            $"{name} returns '{found}', which cannot be kept in a list; return a class, a record or an ordinary struct");

    internal static Problem AmbiguousUpsert(Position at, string record, Position first) =>
        Of(at, ProblemCode.AmbiguousUpsert, $"two upsert functions take '{record}'; the first is in line {first.Line}; keep one");

    internal static Problem NoDeleteKey(Position at, string key) =>
        Of(at, ProblemCode.NoDeleteKey,
            $"deleteItem returns '{key}', which has no [Key]; mark the properties that identify the row to delete");

    internal static Problem NoRecordKey(Position at, string record) =>
        Of(
            at,
            ProblemCode.NoRecordKey,
            $"{record} has no [Key], by which its row is found when it is written again; mark the properties that identify a row: "
            + "[property: Key]");

    internal static Problem KeepsState(Position at, string function, string variable) =>
        Warning(at, ProblemCode.KeepsState,
            $"{function} changes '{variable}', which outlives the call; what it returns must depend on its arguments "
            + "alone, since files are read ahead, failed batches are repeated and a resumed run begins in the middle");

    internal static Problem LooksOutside(Position at, string function, string used, OutsideUse use) =>
        Warning(at, ProblemCode.LooksOutside,
            $"{function} {OutsideWhat(use)} ({used}), so that a run that is resumed or repeated may write something "
            + "else; " + OutsideFix(use));

    internal static Problem WritesToTerminal(Position at, string used) =>
        Warning(at, ProblemCode.WritesToTerminal, $"{used} writes between the lines of the run's progress and into no log; write "
            + "ctx.Log.Info(\"...\"), with ProfileContext ctx as the function's last parameter");

    internal static Problem RunsAtLoad(Position at) =>
        Warning(at, ProblemCode.RunsAtLoad,
            "this statement is in no function, so that it runs each time the script is loaded: by check, by test, and "
            + "again when a run is resumed; move it into onStart, or into the initializer of the variable it prepares");

    private static string OutsideWhat(OutsideUse use) => use switch
    {
        OutsideUse.Clock => "reads the clock",
        OutsideUse.Chance => "makes a random value",
        OutsideUse.Machine => "asks the machine it runs on",
        _ => "reads outside of the export",
    };

    private static string OutsideFix(OutsideUse use) => use switch
    {
        OutsideUse.Clock => "take a time from the item, or ctx.ExportTime, which is the same in each run",
        OutsideUse.Chance => "take the value from the item, or make an id of the item's key with Uuid.Version5",
        OutsideUse.Machine => "give the value under 'options:', where ${VARIABLE} may stand, and read it with ctx.Get",
        _ => "give values under 'options:', or put them into a script that this one loads with #load",
    };

    private static Problem Warning(Position at, string code, string message) => Of(at, code, message) with { IsWarning = true };

    private static Problem Of(Position at, string code, string message) => new(at.File, at.Line, at.Column, code, message);
}
