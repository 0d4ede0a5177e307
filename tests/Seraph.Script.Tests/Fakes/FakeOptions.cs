using Seraph.Script.Attributes;
using Seraph.Script.Parameters;

namespace Seraph.Script.Tests.Fakes;

internal enum FakeFacility
{
    [Word("LOG_DAEMON", "DAEMON")]
    Daemon,

    [Word("LOG_LOCAL0", "LOCAL0")]
    Local0,
    Plain,
}

/// <summary>Parameters of the fake core.</summary>
internal sealed class FakeCoreOptions
{
    private bool _dns;

    [Parameter("debug", Runtime = true)]
    public int Debug { get; set; }

    [Parameter("children", Min = 1, Max = 64)]
    public int Children { get; set; } = 8;

    [Parameter("fork")]
    public bool Fork { get; set; } = true;

    /// <summary>Once set it stays.</summary>
    [Parameter("dns")]
    public bool Dns
    {
        get => _dns;
        set => _dns |= value;
    }

    [Parameter("user", "uid")]
    public string? User { get; set; }

    [Parameter("advertised_address")]
    public string? AdvertisedAddress { get; set; }

    [Parameter("log_facility")]
    public FakeFacility Facility { get; set; }

    [Parameter("udp_mtu_try_proto")]
    public int TryProtocol { get; set; }

    [Parameter("picky")]
    public string Picky
    {
        get => field;
        set => field = value == "good" ? value : throw new ArgumentException($"picky doesn't like {value}");
    } = "";

    [Parameter("listen")]
    public List<ListenEntry> Listen { get; } = [];

    [Parameter("alias")]
    public List<ListenEntry> Alias { get; } = [];

    [AttributeFlag("core_flag")]
    public uint CoreFlag { get; set; }
}

/// <summary>Parameters of the fake module.</summary>
internal sealed class FakeModuleOptions
{
    [Parameter("timeout", "old_timeout", Min = 0, Max = 60000, Unit = "ms", Help = "How long.", Runtime = true)]
    public int Timeout { get; set; } = 500;

    [Parameter("db_url")]
    public string DbUrl { get; set; } = "none";

    [Parameter("header")]
    public List<string> Headers { get; } = [];

    [Parameter("flag")]
    public FlagReference? Flag { get; set; }

    [Parameter("attribute")]
    public AttributeReference? Attribute { get; set; }

    [Parameter("reply_route")]
    [Block(RouteBlockKind.Reply)]
    public RouteReference? ReplyRoute { get; set; }

    [Parameter("filter")]
    [RegexFlags(PosixRegexOptions.None)]
    public PosixRegex? Filter { get; set; }

    [Parameter("format")]
    public Script.Formatting.Format? Format { get; set; }

    [Parameter("key")]
    public StringParameter? Key { get; set; }

    [Parameter("table")]
    public FakeTable? Table { get; set; }

    [AttributeFlag("dialog_cookie")]
    public uint CookieFlag { get; set; }
}

/// <summary>A parameter type of a module's own, which looks itself up in the module.</summary>
internal sealed class FakeTable(string name) : IScriptParameter<FakeTable>, IModuleBoundParameter
{
    public string Name { get; } = name;

    public FakeModule? Module { get; private set; }

    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out FakeTable value)
    {
        value = new FakeTable(argument.ToString());
        if (argument.ToString() == "odd")
            context.Warn("an odd table");

        return argument.Text.Length > 0 || context.Refuse("table name expected", "for example \"location\"");
    }

    public string? Bind(object module)
    {
        Module = (FakeModule)module;
        return Name == "missing" ? $"there is no table \"{Name}\"" : null;
    }
}
