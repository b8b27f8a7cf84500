namespace Dataflux.Tests;

public class SmokeTests
{
    [Fact]
    public void The_suite_runs() => Assert.Equal("dataflux", typeof(Program).Assembly.GetName().Name);
}
