using Dataflux.SampleData;

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

new SampleExport(options).Write();
return 0;
