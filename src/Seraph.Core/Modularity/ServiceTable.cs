using Microsoft.Extensions.Logging;

namespace Seraph.Core.Modularity;

/// <summary>What the constructors of modules can ask for: services of the core, and what modules loaded before offer by their interfaces.</summary>
public sealed class ServiceTable
{
    private readonly Dictionary<Type, object> _services = [];

    /// <summary>Offers a service under its type.</summary>
    public ServiceTable Add<T>(T service)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(service);
        _services[typeof(T)] = service;
        return this;
    }

    /// <summary>The service of that type, or null. Loggers are made as they are asked for.</summary>
    public object? Find(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (_services.TryGetValue(type, out var service))
            return service;
        if (_services.TryGetValue(typeof(ILoggerFactory), out var factory) && type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ILogger<>))
            return Activator.CreateInstance(typeof(Logger<>).MakeGenericType(type.GetGenericArguments()), factory);
        return null;
    }

    /// <summary>A copy that a program's modules add theirs to.</summary>
    public ServiceTable Copy()
    {
        var copy = new ServiceTable();
        foreach (var (type, service) in _services)
            copy._services.Add(type, service);
        return copy;
    }

    /// <summary>Offers a module under its own type and every interface of ours that it implements; the module loaded last wins.</summary>
    internal void AddModule(object module)
    {
        _services[module.GetType()] = module;
        foreach (var contract in module.GetType().GetInterfaces())
        {
            if (contract.Namespace?.StartsWith("System", StringComparison.Ordinal) == false)
                _services[contract] = module;
        }
    }
}
