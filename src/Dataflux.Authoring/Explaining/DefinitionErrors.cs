using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Explaining;

/// <summary>The codes of definitions and <c>dataflux.yaml</c>: DF00xx.</summary>
internal static class DefinitionErrors
{
    private const string Yaml = "yaml";

    internal static IReadOnlyList<ErrorEntry> All { get; } =
    [
        new(ProblemCode.Syntax, "The file is not YAML",
            "The file could not be read as YAML, so nothing in it was looked at beyond this place. Mostly it is a tab, an indentation "
                + "that does not fit, "
                + "or a quote or bracket that is not closed.",
            "source:\n\ttype: local-dynamodb      # a tab",
            "Correct the syntax at the place that is named, or shortly before it. Indent by two spaces, never by tabs.")
        {
            Right = "source:\n  type: local-dynamodb",
            Language = Yaml,
        },
        new(ProblemCode.UnknownKey, "There is no such key",
            "A key, or an option of a source or target, that means nothing here. Unknown keys are errors, because a misspelt one "
                + "would otherwise be "
                + "passed over in silence and its default used.",
            "batchsize: 500",
            "Write the key as the message suggests; names are case-sensitive. An option for the profile belongs below 'options:'.")
        {
            Right = "batchSize: 500",
            Language = Yaml,
        },
        new(ProblemCode.WrongKind, "A value is not of the kind its key takes",
            "The value cannot be read as what the key takes: a whole number, true or false, a time span such as 10m, a share such as "
                + "1%, a list, "
                + "or keys of its own.",
            "readers: many\nretryFor: soon",
            "Write a value of the kind that the message names.")
        {
            Right = "readers: 2\nretryFor: 10m",
            Language = Yaml,
        },
        new(ProblemCode.MissingKey, "A required key is not given",
            "A definition needs 'name', 'profile', a source and a target with their types, and each type has options of its own that "
                + "it cannot do without.",
            "name: pictures\nsource: { type: s3-dynamodb }     # no profile, no bucket",
            "Add the key. What several definitions share, such as the target, may stand in dataflux.yaml.")
        {
            Right = "name: pictures\nprofile: pictures.csx\nsource: { type: s3-dynamodb, bucket: exports }",
            Language = Yaml,
        },
        new(ProblemCode.DuplicateKey, "A key is given twice",
            "The same key stands twice in one map. YAML leaves open which one counts, so neither is taken.",
            "batchSize: 500\nbatchSize: 5000",
            "Remove one of them.")
        {
            Language = Yaml,
        },
        new(ProblemCode.MissingFile, "A file that is named does not exist",
            "The profile, a file that the target needs (passwordFile, rootCertificate), or the definition itself, is not where it is "
                + "looked for. Paths are relative to the definition's folder.",
            "profile: picture.csx      # the file is pictures.csx",
            "Correct the path, or make the file: 'dataflux init' writes a definition with its profile.")
        {
            Language = Yaml,
        },
        new(ProblemCode.UnsetVariable, "An environment variable is not set",
            "The definition uses ${NAME}, and the environment has no NAME. All variables that are missing are named at once.",
            "bucket: ${S3_BUCKET}",
            "Set the variable, or write a default, which is also used when the variable is empty.")
        {
            Right = "bucket: ${S3_BUCKET:-exports}",
            Language = Yaml,
        },
        new(ProblemCode.NotAllowed, "A value is not allowed",
            "The value is of the right kind, but out of its range, not one of the choices there are, or excluded by another key.",
            "writers: 0\nnul: drop",
            "Choose a value as the message says.")
        {
            Right = "writers: 2\nnul: strip",
            Language = Yaml,
        },
        new(ProblemCode.UnknownType, "There is no such type of source or target",
            "'type' names the dialect that reads the export or writes the records. The message lists those there are.",
            "target: { type: postgres }",
            "Write the type as the message lists it.")
        {
            Right = "target: { type: postgresql }",
            Language = Yaml,
        },
        new(ProblemCode.BadVariable, "A ${ that is no variable",
            "A dollar and a brace begin a variable: ${NAME} or ${NAME:-default}, of letters, digits and underscores. What is there is "
                + "neither.",
            "prefix: ${my-prefix}",
            "Correct the name or close the brace. A dollar that shall stand for itself is written $$.")
        {
            Right = "prefix: ${MY_PREFIX}",
            Language = Yaml,
        },
        new(ProblemCode.WrongFile, "A key is in the wrong file",
            "dataflux.yaml holds what all migrations of a project share. This key belongs to one migration.",
            "# dataflux.yaml\nname: pictures",
            "Move it to the definition.")
        {
            Language = Yaml,
        },
        new(ProblemCode.OutsideProject, "The profile is outside the project",
            "A definition runs the code of its profile. So that a definition from elsewhere cannot run any file of this machine, "
                + "profiles stay in the "
                + "project's folder: that of dataflux.yaml, looked for from the definition upward.",
            "profile: /home/somebody/theirs.csx",
            "Move the script into the project. If you trust it where it is, set allowOutside: true.")
        {
            Language = Yaml,
        },
        new(ProblemCode.ProfileChanged, "The profile is not the one the definition pins",
            "'profileSha256' says which script may run, with everything it loads. The script has another SHA-256: it was changed since.",
            "profileSha256: 4f8a...      # of the script before the last change",
            "Look at what changed in the script. If it is right, write the SHA-256 that the message names, or take the key away.")
        {
            Language = Yaml,
        },
        new(ProblemCode.OtherProject, "The definition does not belong to the project of the working directory",
            "dataflux.yaml and state belong to a definition, wherever dataflux is started: they are looked for in the definition's folder "
                + "and upward. This definition has no dataflux.yaml there, but the working directory has one. If it were passed over in "
                + "silence, the target could be another database than the one it names.",
            "dataflux migrate /srv/definitions/pictures.yaml      # started in a project with a dataflux.yaml",
            "Put a dataflux.yaml beside or above the definition (an empty one if nothing is shared), move the definition into the project, "
                + "or start dataflux elsewhere."),
        new(ProblemCode.OptionNotRead, "The profile does not read an option",
            "An option is given, under 'options:' or with --set, and no line of the script asks for it: most often a slip in its name, "
                + "which the script then reads as not given. Options of dataflux.yaml, which all definitions share, are told only where a "
                + "name is close. Nothing is said of scripts that work names out, or that refer to assemblies with #r.",
            "options: { maxamount: 500 }      # the script reads ctx.Get<decimal?>(\"maxAmount\")",
            "Correct the name, or remove the option.")
        {
            Right = "options: { maxAmount: 500 }",
            Language = Yaml,
            IsWarning = true,
        },
        new(ProblemCode.OptionNotGiven, "An option is not given that the profile reads",
            "ctx.Get<T> gives the default of T when an option is not given: of a number that is 0, which looks like a value. "
            + "ctx.Require<T> stops the run.",
            "Row? parseItem(Item item, ProfileContext ctx) => item.Int64(\"amount\") > ctx.Get<long>(\"limit\") ? null : ...",
            "Give the option, or ask for a type that can be null and say what is to be done without it.")
        {
            Right = "Row? parseItem(Item item, ProfileContext ctx) => ctx.Get<long?>(\"limit\") is { } limit && item.Int64(\"amount\") > "
                + "limit ? null : ...",
            IsWarning = true,
        },
        new(ProblemCode.OtherTarget, "The profile writes to another kind of target",
            "upsert, onStart and onComplete say by their first parameter what their target must be able to do. ISqlTarget runs SQL; every "
                + "target is an ITarget, which upserts and deletes records. The definition's target is not of the kind that the function "
                + "asks for, so that the function could not be called. A file of SQL that 'onStart' names needs a target that runs SQL, "
                + "too.",
            "Task<int> upsert(ISqlTarget target, IReadOnlyList<Order> batch) => ...      # with a target that has no SQL",
            "Take the interface that the message names and do without what it does not have, or use a target of the other kind.")
        {
            Right = "Task<int> upsert(ITarget target, IReadOnlyList<Order> batch) => target.Upsert(batch);",
        },
        new(ProblemCode.DialectChanged, "An assembly with dialects is not the one the project pins",
            "'dialects' in dataflux.yaml names assemblies that dataflux loads, and the SHA-256 that each must have: they run with all the "
                + "rights of dataflux. This one has another SHA-256: it was changed since, or none was written yet.",
            "dialects:\n  dialects/Acme.Lines.dll: 4f8a...      # of the assembly before the last build",
            "Make sure that the assembly is from where you think. If it is right, write the SHA-256 that the message names.")
        {
            Language = Yaml,
        },
    ];
}
