using Dataflux.Scripting;
using Dataflux.Scripting.Sources;

namespace Dataflux.Tests.Scripting;

/// <summary>Each folder of Fixtures holds a wrong profile and, in expected.txt, everything the host has to say about it.</summary>
public class ScriptProblemTests
{
    private static string Fixtures { get; } = FindFixtures();

    public static TheoryData<string> Names =>
        [.. Directory.GetDirectories(Fixtures).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_wrong_profile_gets_all_its_problems_at_once(string name)
    {
        var folder = Path.Combine(Fixtures, name);
        var result = ProfileLoader.Load(Path.Combine(folder, "profile.csx"), new ProfileLoadOptions { DisplayPath = "profile.csx" });

        Assert.Null(result.Profile);
        var actual = string.Join('\n', result.Problems).Replace(folder, "FOLDER", StringComparison.Ordinal) + "\n";
        var expectedPath = Path.Combine(folder, "expected.txt");
        Assert.Equal(File.Exists(expectedPath) ? File.ReadAllText(expectedPath) : "", actual);
    }

    private static string FindFixtures()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Dataflux.Scripted.sln")))
                return Path.Combine(folder, "tests", "Dataflux.Tests", "Scripting", "Fixtures");
        }

        throw new DirectoryNotFoundException($"no Dataflux.Scripted.sln above {AppContext.BaseDirectory}");
    }
}
