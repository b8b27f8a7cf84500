using Cocona.Application;

namespace Dataflux.Cli.CommandLine;

/// <summary>What Cocona's parts and the commands ask for, made when it is asked for.</summary>
internal sealed class CommandServices : IServiceProvider, ICoconaServiceProviderScopeSupport, ICoconaInstanceActivator
{
    private readonly Dictionary<Type, Lazy<object>> _services = [];

    /// <summary>Adds a service, which is made once.</summary>
    internal CommandServices Add<T>(Func<T> make)
        where T : notnull
    {
        _services[typeof(T)] = new Lazy<object>(() => make());
        return this;
    }

    /// <summary>A service that is there.</summary>
    internal T Get<T>() => (T)_services[typeof(T)].Value;

    public object? GetService(Type serviceType) => _services.GetValueOrDefault(serviceType)?.Value;

    public (IDisposable Scope, IServiceProvider ScopedServiceProvider) CreateScope(IServiceProvider serviceProvider) =>
        (new NoScope(), serviceProvider);

    public (IAsyncDisposable Scope, IServiceProvider ScopedServiceProvider) CreateAsyncScope(IServiceProvider serviceProvider) =>
        (new NoScope(), serviceProvider);

    public object? GetServiceOrCreateInstance(IServiceProvider serviceProvider, Type instanceType) =>
        GetService(instanceType) ?? CreateInstance(serviceProvider, instanceType, parameters: null);

    public object? CreateInstance(IServiceProvider serviceProvider, Type instanceType, object[]? parameters)
    {
        var constructor = instanceType.GetConstructors().Single();
        return constructor.Invoke(
            [.. constructor.GetParameters().Select(parameter => GetService(parameter.ParameterType)
                ?? parameters?.FirstOrDefault(parameter.ParameterType.IsInstanceOfType))]);
    }

    private sealed class NoScope : IDisposable, IAsyncDisposable
    {
        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
