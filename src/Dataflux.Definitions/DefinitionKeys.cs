namespace Dataflux.Definitions;

/// <summary>The one table of all keys: reading, the JSON schema and the documentation are made from it.</summary>
internal static class DefinitionKeys
{
    internal static readonly DefinitionKey Name = new("name", ValueKind.Name, "The migration's name, in logs and as its state folder.")
    {
        Required = true,
        Shared = false,
    };

    internal static readonly DefinitionKey Profile = new("profile", ValueKind.Path, "The profile: a .csx file, relative to the definition.")
    {
        Required = true,
        Shared = false,
    };

    internal static readonly DefinitionKey OnStart = new(
        "onStart", ValueKind.Path, "A .sql file, relative to the definition, that each run runs before the profile's own onStart.")
    {
        Shared = false,
    };

    internal static readonly DefinitionKey ProfileSha256 = new(
        "profileSha256", ValueKind.Sha256, "Refuses any other script than the one with this SHA-256, which every run and 'check' print.")
    {
        Shared = false,
    };

    internal static readonly DefinitionKey Source = new(
        "source", ValueKind.Dialect, "Where items come from: 'type' and the type's own keys.");

    internal static readonly DefinitionKey Target = new("target", ValueKind.Dialect, "Where records go: 'type' and the type's own keys.");

    internal static readonly DefinitionKey Options = new(
        "options", ValueKind.Options, "Plain values for the profile, read with ctx.Get<T>(name).");

    internal static readonly DefinitionKey GroupScope = new(
        "scope",
        ValueKind.Text,
        "Which rows groupKey brings together: those of one 'file', or those of the whole 'export', which go by disk.")
    {
        Default = "file",
        Choices = ["file", "export"],
    };

    internal static readonly DefinitionKey GroupMemory = new(
        "memory", ValueKind.Size, "Rows grouped by key are kept in memory up to this, measured by their lines; beyond it they go by disk.")
    {
        Default = "96MiB",
        Range = (1024 * 1024, long.MaxValue),
    };

    internal static readonly DefinitionKey GroupDisk = new(
        "disk", ValueKind.Size, "The most that 'scope: export' may take on disk, such as 20GB; with more the run stops resumable.")
    {
        Default = "no limit",
        Range = (1024 * 1024, long.MaxValue),
    };

    internal static readonly DefinitionKey Group = new(
        "group", ValueKind.Section, "How rows are grouped by key: 'scope', 'memory', 'disk'.")
    {
        Keys = [GroupScope, GroupMemory, GroupDisk],
    };

    /// <summary>The full name of <see cref="GroupScope"/>.</summary>
    internal const string GroupScopePath = "group.scope";

    internal static readonly DefinitionKey BatchSize = new(
        "batchSize", ValueKind.Integer, "Records per transaction; without it 5000, then 500 to 20000 by their time.")
    {
        Range = (1, 1_000_000),
        Variable = "DATAFLUX_BATCH_SIZE",
    };

    internal static readonly DefinitionKey Readers = new("readers", ValueKind.Integer, "Files read and parsed ahead at the same time.")
    {
        Default = "1",
        Range = (1, 64),
        Variable = "DATAFLUX_READERS",
    };

    internal static readonly DefinitionKey Writers = new(
        "writers", ValueKind.Integer, "Sessions that write to the target, sharing records by key; one where the key is not known.")
    {
        Default = "2",
        Range = (1, 64),
        Variable = "DATAFLUX_WRITERS",
    };

    internal static readonly DefinitionKey Nul = new(
        "nul", ValueKind.Text, "What becomes of NUL characters and lone surrogates in text, which no database holds: 'reject' the record "
            + "that brings one, 'strip' them from the items, or 'replace' them by U+FFFD.")
    {
        Default = "reject",
        Choices = ["reject", "strip", "replace"],
    };

    internal static readonly DefinitionKey Deletes = new(
        "deletes", ValueKind.Text, "What becomes of the deletes of incremental exports: 'apply' by the profile's deleteItem (without one, "
            + "the run ends with exit code 1), or 'skip', which deletes nothing.")
    {
        Default = "apply",
        Choices = ["apply", "skip"],
    };

    internal static readonly DefinitionKey CoverageMode = new(
        "mode", ValueKind.Text, "Attributes that no accessor of the profile reads: 'warn' names them, 'error' ends the run with exit code "
            + "1 as well, 'off' does not look for them.")
    {
        Default = "warn",
        Choices = ["warn", "error", "off"],
    };

    internal static readonly DefinitionKey CoverageIgnore = new(
        "ignore", ValueKind.TextList, "Attributes that are left unread knowingly, such as [ttl, 'aws:*'].")
    {
        Default = "none",
    };

    internal static readonly DefinitionKey Coverage = new(
        "coverage", ValueKind.Section,
        "Attributes that no accessor of the profile reads: 'warn', 'error', 'off', or a section with 'mode' and 'ignore'.")
    {
        Keys = [CoverageMode, CoverageIgnore],
        InPlace = CoverageMode,
    };

    internal static readonly DefinitionKey MaxRejects = new(
        "maxRejects", ValueKind.RejectLimit, "Stops when more items than this are rejected: a number such as 100 or a share such as 1%.")
    {
        Default = "no limit",
        Variable = "DATAFLUX_MAX_REJECTS",
    };

    internal static readonly DefinitionKey RetryFor = new(
        "retryFor", ValueKind.Duration, "How long an outage is tolerated, such as 90s, 10m or 1h, before the run stops resumable.")
    {
        Default = "10m",
        Variable = "DATAFLUX_RETRY_FOR",
    };

    internal static readonly DefinitionKey MaxRate = new(
        "maxRate", ValueKind.Rate, "The records written at most, over all writers, such as 5000/s or 90000/m.")
    {
        Default = "no limit",
        Variable = "DATAFLUX_MAX_RATE",
    };

    internal static readonly DefinitionKey MaxReplicaLag = new(
        "maxReplicaLag", ValueKind.Duration, "Writers wait while a replica of the target is further behind than this, such as 10s.")
    {
        Default = "replicas are not watched",
        Variable = "DATAFLUX_MAX_REPLICA_LAG",
    };

    internal static readonly DefinitionKey VerifyOwns = new(
        "owns",
        ValueKind.TextList,
        "The tables in which every row should come from the export: 'dataflux verify' reports all others as extra.")
    {
        Default = "none",
    };

    internal static readonly DefinitionKey VerifyBatch = new(
        "batch",
        ValueKind.Boolean,
        "Whether a run has the server compare each batch right after its commit; differences end it with exit code 5.")
    {
        Default = "false",
    };

    internal static readonly DefinitionKey Verify = new(
        "verify", ValueKind.Section, "How the target is compared with the export: 'owns', 'batch'; or 'batch' alone.")
    {
        Keys = [VerifyOwns, VerifyBatch],
        Short = "batch",
    };

    internal static readonly DefinitionKey Undo = new(
        "undo", ValueKind.Text, "Whether runs 'keep' images of the rows they change, in the target and in the transaction of each batch, "
            + "so that 'dataflux undo' restores them; 'off' keeps none.")
    {
        Default = "off",
        Choices = ["off", "keep"],
        Variable = "DATAFLUX_UNDO",
    };

    internal static readonly DefinitionKey Limit = new("limit", ValueKind.Integer, "Stops after this many items, for a trial.")
    {
        Default = "no limit",
        Shared = false,
        Variable = "DATAFLUX_LIMIT",
    };

    internal static readonly DefinitionKey AllowOutside = new(
        "allowOutside", ValueKind.Boolean, "Allows a profile outside the project's folder.")
    {
        Default = "false",
    };

    internal static readonly DefinitionKey StateDir = new(
        "stateDir", ValueKind.Path, "The folder that holds a folder of state for every migration, by its name.")
    {
        Default = ".dataflux, beside dataflux.yaml or in the working directory",
        Variable = "DATAFLUX_STATE_DIR",
    };

    internal static readonly DefinitionKey Checkpoint = new(
        "checkpoint", ValueKind.Text, "Where progress and rejects are kept: in the state 'folder', or in the 'target', "
            + "in the transaction of each file's last batch, for hosts without a durable disk.")
    {
        Default = "folder",
        Choices = ["folder", "target"],
        Variable = "DATAFLUX_CHECKPOINT",
    };

    internal static readonly DefinitionKey LogDir = new("logDir", ValueKind.Path, "The folder of run.log.")
    {
        Default = "the migration's state folder",
        Variable = "DATAFLUX_LOG_DIR",
    };

    /// <summary>All keys, in the order they are documented.</summary>
    internal static IReadOnlyList<DefinitionKey> All { get; } =
    [
        Name, Profile, OnStart, Source, Target, Options, Nul, Deletes, Coverage, Group, BatchSize, Readers, Writers, MaxRejects, RetryFor,
        MaxRate, MaxReplicaLag, Verify, Undo, Limit, StateDir, Checkpoint, LogDir, ProfileSha256, AllowOutside,
    ];

    internal static readonly DefinitionKey Dialects = new(
        "dialects", ValueKind.Hashes, "Assemblies with further kinds of source and target, and those that they need: paths in the project, "
            + "relative to this file, each with its SHA-256.");

    /// <summary>The keys of <c>dataflux.yaml</c> alone.</summary>
    internal static IReadOnlyList<DefinitionKey> OfProject { get; } = [Dialects];

    /// <summary>The key <c>type</c> under <c>source:</c> and <c>target:</c>.</summary>
    internal const string Type = "type";
}
