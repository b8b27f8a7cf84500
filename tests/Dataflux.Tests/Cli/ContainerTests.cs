using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Dataflux.Tests.Cli;

/// <summary>
/// What can be known of the image without an engine that builds it: that its two descriptions agree and name what exists.
/// </summary>
public sealed partial class ContainerTests
{
    private static readonly string Dockerfile = File.ReadAllText(Path.Combine(Repository.Folder, "src", "Dataflux.Cli", "Dockerfile"));
    private static readonly XElement Project = XDocument.Load(
        Path.Combine(Repository.Folder, "src", "Dataflux.Cli", "Dataflux.Cli.csproj")).Root!;

    [Fact]
    public void The_Dockerfile_and_the_SDK_begin_with_the_same_small_base_of_the_target_framework()
    {
        var last = FromLine().Matches(Dockerfile)[^1].Groups["image"].Value;
        Assert.Equal(Property("ContainerBaseImage"), last);
        var version = $"{Environment.Version.Major}.{Environment.Version.Minor}";
        Assert.Contains($":{version}-", last, StringComparison.Ordinal);
        Assert.EndsWith("-chiseled", last, StringComparison.Ordinal);
        Assert.Contains($"FROM mcr.microsoft.com/dotnet/sdk:{version} AS build", Dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_runs_the_published_program_as_a_user_of_its_own()
    {
        Assert.Contains($"ENTRYPOINT [\"/app/{Property("AssemblyName")}\"]", Dockerfile, StringComparison.Ordinal);
        Assert.Contains("\nUSER 1654\n", Dockerfile, StringComparison.Ordinal);
        Assert.Contains("\nWORKDIR /work\n", Dockerfile, StringComparison.Ordinal);
        Assert.Equal("app", Property("ContainerUser"));

        // The SDK puts the program into the working directory: it must not be the one that a project is mounted over.
        Assert.Empty(Project.Descendants("ContainerWorkingDirectory"));
        Assert.Equal("/app/dataflux", Assert.Single(Project.Descendants("ContainerAppCommand")).Attribute("Include")!.Value);
    }

    [Fact]
    public void What_the_build_is_given_exists_and_is_everything_that_it_names()
    {
        var given = File.ReadAllLines(Path.Combine(Repository.Folder, "src", "Dataflux.Cli", "Dockerfile.dockerignore"))
            .Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();

        Assert.All(given, path => Assert.True(Path.Exists(Path.Combine(Repository.Folder, path)), path));
        var published = Publish().Match(Dockerfile).Groups["project"].Value;
        Assert.True(Directory.Exists(Path.Combine(Repository.Folder, published)), published);
        Assert.Contains(published.Split('/')[0], given);

        // What MSBuild takes from the root by itself, and what the project includes from there.
        var demanded = Directory.GetFiles(Repository.Folder, "Directory.*").Select(file => Path.GetFileName(file))
            .Append("global.json")
            .Concat(
                Project.Descendants("None")
                    .Select(none => none.Attribute("Include")!.Value.Replace("../../", "", StringComparison.Ordinal)));
        Assert.All(demanded, file => Assert.Contains(file, given));
    }

    private static string Property(string name) => Assert.Single(Project.Descendants(name)).Value;

    [GeneratedRegex("^FROM (?<image>[^ \n]+)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FromLine();

    [GeneratedRegex("dotnet publish (?<project>[^ ]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Publish();
}
