using Dataflux.Profiles;
using Dataflux.Scripting.Compilation;
using Dataflux.Scripting.Contract;
using Dataflux.Tests.Cli;

namespace Dataflux.Tests.Profiles;

/// <summary>Nobody changes what profiles are written against without noticing.</summary>
public sealed class ProfileContractTests
{
    private static readonly string Approved = Path.Combine(Repository.Folder, "src", "Dataflux.Profiles", "contract.txt");

    private static string Functions => string.Join('\n', ContractNames.All.Select(name => $"function {name}"));

    private static string Usings => string.Join('\n', ScriptCompiler.Imports.Select(name => $"using {name}"));

    [Fact]
    public void What_profiles_see_is_what_was_approved_for_this_version()
    {
        var actual = $"contract {ProfileContract.Version}\n\n{Functions}\n\n{Usings}\n\n{ApiListing.Of(typeof(ProfileContract).Assembly)}";
        if (File.ReadAllText(Approved) == actual)
            return;

        var proposal = Path.Combine(AppContext.BaseDirectory, "contract.txt");
        File.WriteAllText(proposal, actual);
        Assert.Fail(
            $"What profiles see is not what {Approved} says. What only adds raises the minor ProfileContract.Version, anything else the "
            + $"major one (docs/contract.md); then approve with: cp {proposal} "
            + $"{Approved}{Environment.NewLine}{Difference(File.ReadAllLines(Approved), actual.Split('\n'))}");
    }

    [Fact]
    public void The_version_is_a_major_and_a_minor_number() => Assert.Matches("^[1-9][0-9]*\\.(0|[1-9][0-9]*)$", ProfileContract.Version);

    private static string Difference(string[] approved, string[] actual) => string.Join(
        Environment.NewLine,
        approved.Except(actual, StringComparer.Ordinal).Select(line => $"- {line}")
            .Concat(actual.Except(approved, StringComparer.Ordinal).Select(line => $"+ {line}")));
}
