using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using Dataflux.Benchmarks.EndToEnd;
using Dataflux.Benchmarks.MySql;

if (args is ["mysql", ..])
    return await MySqlComparison.RunAsync(args[1..]);

if (args is not ["end-to-end", ..])
{
    // Code is compiled as in the tool, whose project turns this off: with it the code compiled in would be another one than there.
    var compiledAsInTheTool = Job.Default.WithEnvironmentVariable("DOTNET_TieredPGO", "0").AsMutator();
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, DefaultConfig.Instance.AddJob(compiledAsInTheTool));
    return 0;
}

try
{
    await new Comparison(ComparisonOptions.Parse(args[1..])).RunAsync(CancellationToken.None);
    return 0;
}
catch (FormatException e)
{
    await Console.Error.WriteLineAsync($"{e.Message}\n{ComparisonOptions.Usage}");
    return 2;
}
