using BenchmarkDotNet.Running;
using Dataflux.Benchmarks.EndToEnd;

if (args is not ["end-to-end", ..])
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
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
