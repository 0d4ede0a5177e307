using Seraph.Script.Symbols;

namespace Seraph.Script.Tests.Fakes;

/// <summary>Modules for the tests: <c>fake</c> (also <c>phoney</c>), <c>other</c> and <c>late</c>.</summary>
internal sealed class FakeCatalog : IModuleCatalog
{
    private FakeModule? _instance;

    public FakeModuleOptions Options { get; } = new();

    public FakeModule Instance => _instance ?? throw new InvalidOperationException("No instance yet.");

    public List<ModuleRequest> Requests { get; } = [];

    public List<CustomVariable> Variables { get; } = [];

    /// <summary>Why modules can't start.</summary>
    public string? Failure { get; set; }

    public bool HasInstances { get; private set; }

    public IEnumerable<string> Names => ["fake", "other", "tm", "textops"];

    public ModuleSymbol? TryLoad(ModuleRequest request, out string? error)
    {
        Requests.Add(request);
        error = request.Name == "broken" ? "wrong version" : null;
        return request.Name switch
        {
            "fake" or "phoney" => new ModuleSymbol("fake", typeof(FakeModule), Options, () => Instance, "phoney"),
            "other" => new ModuleSymbol("other", typeof(OtherModule), new OtherOptions(), () => new OtherModule()),
            _ => null,
        };
    }

    public IReadOnlyList<ModuleFailure> CreateInstances(IReadOnlyList<ModuleSymbol> modules)
    {
        HasInstances = true;
        if (Failure is not null)
            return [new ModuleFailure(modules[0], Failure, "start the database")];

        _instance = new FakeModule(Options);
        return [];
    }

    public string? ModuleOf(string function) => function == "t_relay" ? "tm" : null;

    public string? DeclareVariable(CustomVariable variable)
    {
        if (variable.Group == "taken")
            return "the group is taken";

        Variables.Add(variable);
        return null;
    }

    internal sealed class OtherOptions
    {
        [Parameter("timeout")]
        public int Timeout { get; set; }
    }

    internal sealed class OtherModule
    {
        /// <summary>Hides the function of modules loaded before.</summary>
        [ScriptFunction("yes_", In = Routes.Any)]
        public bool Yes() => GetType() == typeof(string);
    }
}
