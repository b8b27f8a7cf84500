using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Explaining;

/// <summary>The codes of a script's files, of what it loads, and of its start: the rest of DF01xx.</summary>
internal static class ScriptFileErrors
{
    internal static IReadOnlyList<ErrorEntry> All { get; } =
    [
        new(ProblemCode.PackageRefused, "A NuGet package is referenced",
            "A profile runs the same on every machine and at every time, so it takes nothing from the network when it is compiled.",
            "#r \"nuget: Newtonsoft.Json, 13.0.3\"",
            "Use what the framework has (System.Text.Json is imported). If there is no way around the library, put its assembly "
                + "beside the script.")
        {
            Right = "#r \"Newtonsoft.Json.dll\"",
        },
        new(ProblemCode.RemoteRefused, "Something remote is loaded",
            "#load and #r take local files only: what a migration did must not depend on what a server answers today.",
            "#load \"https://example.com/shared.csx\"",
            "Copy the file beside the script and name it by its relative path.")
        {
            Right = "#load \"shared/shared.csx\"",
        },
        new(ProblemCode.CannotRead, "A file of the script does not exist or cannot be read",
            "The script itself, a file it names with #load or #r, or the file of SQL that the definition names with onStart is not "
                + "where it is looked for. Paths are relative to the file that names them.",
            "#load \"shared/missing.csx\"",
            "Correct the path, or put the file there. The message says where it was looked for.")
        {
            Right = "#load \"shared/languages.csx\"",
        },
        new(ProblemCode.OutsideTree, "A file of the script is outside the project",
            "A profile and what it loads stay in the folder of the project, so that all the code a migration runs is in one place.",
            "#load \"../../elsewhere/shared.csx\"",
            "Move the file into the project. If you trust it where it is, set allowOutside: true in the definition.")
        {
            Right = "#load \"shared/shared.csx\"",
        },
        new(ProblemCode.InitializerThrew, "The script's top-level statements failed",
            "Statements and initializers outside of functions run once, when the script is loaded. One of them threw the exception "
                + "that is named.",
            "var limits = File.ReadAllLines(\"limits.txt\");      // no such file",
            "Correct the statement. Values that change from run to run belong into 'options:' of the definition, which "
                + "ctx.Get<T>(name) reads.")
        {
            Right = "Row? parseItem(Item item, ProfileContext ctx) => item.Int64(\"id\") > ctx.Get<long>(\"limit\") ? null : ...",
        },
        new(ProblemCode.NotAnAssembly, "A reference is no .NET assembly",
            "#r takes a library's .dll. The file that is named is something else: a native library, a script, or damaged.",
            "#r \"shared.csx\"",
            "Name the assembly; scripts are loaded with #load.")
        {
            Right = "#load \"shared.csx\"",
        },
        new(ProblemCode.CacheNotWritten, "The compiled profile could not be kept",
            "A compiled script is kept in the folder 'cache' beside the migrations' state, so that the next start needs no compiler. "
                + "That folder cannot be "
                + "written. Nothing else suffers.",
            ".dataflux/cache on a disk that is full or read-only",
            "Make room, correct the folder's permissions, or choose another state folder with 'stateDir'.")
        {
            IsWarning = true,
            Language = "text",
        },
    ];
}
