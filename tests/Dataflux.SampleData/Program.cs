using Dataflux.SampleData;
using Dataflux.SampleData.Examples;

SampleOptions options;
try
{
    options = SampleOptions.Parse(args);
}
catch (FormatException e)
{
    await Console.Error.WriteLineAsync($"{e.Message}\n{SampleOptions.Usage}");
    return 2;
}

if (options.Example is null)
    new SampleExport(options).Write();
else
    new ExampleExport(options).Write();

return 0;
