using System.Reflection;
using System.Runtime.Loader;
using Seraph.Core.Configuration;
using Seraph.Script;
using Seraph.Script.Symbols;

namespace Seraph.Core.Modularity;

/// <summary>
/// The modules that can be loaded: the built-in ones, found by <see cref="ModuleAttribute"/> in the assemblies given, and DLLs named in
/// <c>loadmodule</c>, which use the very same API. One catalog serves one script.
/// </summary>
public sealed class ModuleCatalog : IModuleCatalog
{
    private readonly Dictionary<string, Type> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, Loaded> _loaded = [];
    private readonly Func<ServiceTable> _services;
    private readonly Func<CustomVariable, string?> _declareVariable;

    /// <summary>Knows the modules of some assemblies.</summary>
    /// <param name="assemblies">Where the built-in modules are.</param>
    /// <param name="services">Gives what their constructors may ask for; called once, when all parameters are set.</param>
    /// <param name="declareVariable">Takes the custom variables of the script; says why one can't be declared, or null.</param>
    public ModuleCatalog(IEnumerable<Assembly> assemblies, Func<ServiceTable> services, Func<CustomVariable, string?> declareVariable)
    {
        ArgumentNullException.ThrowIfNull(assemblies);
        _services = services;
        _declareVariable = declareVariable;
        foreach (var assembly in assemblies)
            AddTypes(assembly);
    }

    /// <inheritdoc/>
    public IEnumerable<string> Names => _types.Keys;

    /// <summary>The modules in load order; instances after <see cref="CreateInstances"/>.</summary>
    public List<object> Instances { get; } = [];

    /// <inheritdoc/>
    public ModuleSymbol? TryLoad(ModuleRequest request, out string? error)
    {
        ArgumentNullException.ThrowIfNull(request);
        error = null;
        if (!_types.TryGetValue(request.Name, out var type) && !TryLoadFile(request, out type, out error))
            return null;
        if (_loaded.TryGetValue(type, out var loaded))
            return loaded.Symbol;

        var constructor = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Single();
        var optionsType = constructor.GetParameters().Select(p => p.ParameterType).FirstOrDefault(IsOptions);
        loaded = new Loaded(constructor, optionsType is null ? null : Activator.CreateInstance(optionsType, nonPublic: true));
        var attribute = type.GetCustomAttribute<ModuleAttribute>()!;
        loaded.Symbol = new ModuleSymbol(attribute.Name, type, loaded.Options, () => loaded.Instance!, [.. attribute.Aliases]);
        foreach (var members in attribute.Members)
            loaded.Symbol.Add(members);
        _loaded.Add(type, loaded);
        return loaded.Symbol;
    }

    /// <inheritdoc/>
    public IReadOnlyList<ModuleFailure> CreateInstances(IReadOnlyList<ModuleSymbol> modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        var failures = new List<ModuleFailure>();
        var services = _services();
        var configuration = (RuntimeConfiguration?)services.Find(typeof(RuntimeConfiguration));
        foreach (var symbol in modules)
        {
            var loaded = _loaded.Values.First(l => ReferenceEquals(l.Symbol, symbol));
            if (TryResolve(loaded, services, failures) is not { } arguments)
                continue;
            try
            {
                loaded.Instance = loaded.Constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null);
                services.AddModule(loaded.Instance);
                if (loaded.Options is not null)
                    configuration?.Add(symbol.Name, loaded.Options);
                Instances.Add(loaded.Instance);
            }
            catch (ModuleException exception)
            {
                failures.Add(new ModuleFailure(symbol, exception.Message));
            }
        }

        return failures;
    }

    /// <inheritdoc/>
    public string? DeclareVariable(CustomVariable variable) => _declareVariable(variable);

    private static bool IsOptions(Type type) =>
        type.IsClass && type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Any(p => p.IsDefined(typeof(ParameterAttribute)));

    private object?[]? TryResolve(Loaded loaded, ServiceTable services, List<ModuleFailure> failures)
    {
        var parameters = loaded.Constructor.GetParameters();
        var arguments = new object?[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            var type = parameters[i].ParameterType;
            arguments[i] = loaded.Options?.GetType() == type ? loaded.Options : services.Find(type);
            if (arguments[i] is not null || parameters[i].HasDefaultValue)
                continue;
            var offering = _types.Values.FirstOrDefault(t => t.IsAssignableTo(type))?.GetCustomAttribute<ModuleAttribute>()?.Name;
            failures.Add(new ModuleFailure(
                loaded.Symbol!,
                $"module {loaded.Symbol!.Name} needs {(offering is null ? type.Name : $"module {offering}")}, which is not loaded before it",
                offering is null ? null : $"put loadmodule \"{offering}\" above it"));
            return null;
        }

        return arguments;
    }

    private bool TryLoadFile(ModuleRequest request, out Type type, out string? error)
    {
        type = null!;
        error = null;
        var candidates = Path.IsPathRooted(request.Path)
            ? [request.Path]
            : request.LoadPath.Select(directory => Path.Combine(directory, request.Name + ".dll")).Prepend(request.Path);
        var file = candidates.FirstOrDefault(f => f.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && File.Exists(f));
        if (file is null)
            return false;

        try
        {
            var assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.GetFullPath(file));
            var found = assembly.GetTypes().Where(t => t.IsDefined(typeof(ModuleAttribute))).ToArray();
            if (found.Length == 0)
            {
                error = $"{file} has no class with the attribute [Module]";
                return false;
            }

            foreach (var each in found)
                Add(each);
            if (_types.TryGetValue(request.Name, out var named))
                type = named;
            else
                type = found[0];
            return true;
        }
        catch (Exception exception) when (exception is BadImageFormatException or FileLoadException or ReflectionTypeLoadException)
        {
            error = $"{file} can't be loaded: {exception.Message}";
            return false;
        }
    }

    private void AddTypes(Assembly assembly)
    {
        foreach (var type in assembly.GetTypes())
        {
            if (type.IsDefined(typeof(ModuleAttribute)))
                Add(type);
        }
    }

    private void Add(Type type)
    {
        var attribute = type.GetCustomAttribute<ModuleAttribute>()!;
        _types[attribute.Name] = type;
        foreach (var alias in attribute.Aliases)
            _types[alias] = type;
    }

    private sealed class Loaded(ConstructorInfo constructor, object? options)
    {
        public ConstructorInfo Constructor { get; } = constructor;

        public object? Options { get; } = options;

        public ModuleSymbol? Symbol { get; set; }

        public object? Instance { get; set; }
    }
}
