using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Explaining;

/// <summary>The codes of packs: DF05xx.</summary>
internal static class PackErrors
{
    private const string Shell = "sh";
    private const string Yaml = "yaml";

    internal static IReadOnlyList<ErrorEntry> All { get; } =
    [
        new(ProblemCode.NotAPack, "The file is no pack, or one of an unknown format",
            "A pack is a zip file with a manifest.json that 'dataflux pack' wrote. This one cannot be read as a zip, has no such manifest, "
                + "or is of a format that this dataflux does not know.",
            "echo hello > pictures.dfpack\ndataflux check pictures.dfpack",
            "Get the file again, make it again with 'dataflux pack', or use a dataflux that is as new as the one that made it.")
        {
            Language = Shell,
        },
        new(ProblemCode.Altered, "What is in the pack is not what was packed",
            "The manifest lists every part with its SHA-256. A part was changed or damaged, is missing, is there twice, or is not in "
                + "the list. Nothing of the pack was used.",
            "zip pictures.dfpack notes.txt      # a part that the manifest does not list",
            "Get the pack again. To change a pack, unzip it, change its files, and make a new one with 'dataflux pack'.")
        {
            Language = Shell,
        },
        new(ProblemCode.Unsafe, "The pack is larger than packs may be, or has names that lead out of it",
            "Names such as ../profile.csx or /etc/passwd would write outside the folder a pack is unpacked to, and a small zip can hold "
                + "gigabytes of zeros. 'dataflux pack' makes neither, so somebody else made this file.",
            "an entry '../../.bashrc'",
            "Do not use the file, and ask who gave it to you.")
        {
            Language = Shell,
        },
        new(ProblemCode.OtherContract, "The profile was written for another contract",
            "A pack says for which version of the contract its profile was written. A newer one may use what this dataflux does not "
                + "have; one of another major version may mean something else by it (docs/contract.md).",
            "dataflux check pictures.dfpack     # made for contract 1.3, this dataflux has 1.2",
            "Use the dataflux that the message names; or correct the profile for this contract and pack it again.")
        {
            Language = Shell,
        },
        new(ProblemCode.Secret, "A secret would be packed",
            "Packs are made to be given away. A password, an AWS key or a private key is written out in the definition, a script, "
                + "the tests or the sample of the export.",
            "target:\n  password: hunter2",
            "Write a variable without a default in its place. When the secret is in an item of the sample: --sample 0, or another export. "
                + "A secret that was in a file others can read should be changed.")
        {
            Right = "target:\n  password: ${DB_PASSWORD}",
            Language = Yaml,
        },
        new(ProblemCode.OutsidePack, "A file cannot come into the pack",
            "The profile needs a file outside the project, by an absolute path, or with a name that not every system allows. Whoever "
                + "gets the pack would not have it, or would load another one.",
            "#load \"/home/me/languages.csx\"",
            "Move the file into the project and name it relative to the script.")
        {
            Right = "#load \"../shared/languages.csx\"",
        },
    ];
}
