using Dataflux.Scripting;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>
/// A project that compiles one profile as a plain C# program, for editors whose C# support knows projects only. Its top-level functions are
/// then local functions, which must stand before the types: profiles that dataflux writes are in that order. dataflux itself never uses it.
/// </summary>
internal static class SideProject
{
    /// <summary>The project of a profile.</summary>
    /// <param name="name">The migration's name.</param>
    internal static string Of(string name)
    {
        var usings = string.Join("\n    ", ScriptImports.All.Select(static space => $"<Using Include=\"{space}\" />"));
        return $"""
            <Project>
              <!-- Lets editors that know only projects understand {name}.csx. dataflux does not need it; 'dataflux init' makes it again. -->
              <PropertyGroup>
                <BaseIntermediateOutputPath>obj/{name}/</BaseIntermediateOutputPath>
                <BaseOutputPath>bin/{name}/</BaseOutputPath>
                <ImportDirectoryBuildProps>false</ImportDirectoryBuildProps>
                <ImportDirectoryBuildTargets>false</ImportDirectoryBuildTargets>
                <ImportDirectoryPackagesProps>false</ImportDirectoryPackagesProps>
              </PropertyGroup>
              <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <LangVersion>14.0</LangVersion>
                <Nullable>enable</Nullable>
                <EnableDefaultItems>false</EnableDefaultItems>
                <!-- CS8321: dataflux calls these functions, the program does not. -->
                <NoWarn>$(NoWarn);CS8321</NoWarn>
              </PropertyGroup>
              <ItemGroup>
                <Compile Include="../../migrations/{name}.csx" />
                <Reference Include="Dataflux.Profiles" HintPath="Dataflux.Profiles.dll" />
                {usings}
              </ItemGroup>
              <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
            </Project>

            """.ReplaceLineEndings("\n");
    }
}
