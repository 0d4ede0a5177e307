using System.Text;
using Seraph.Core.Configuration;
using Seraph.Core.Database;
using Seraph.Core.Location;
using Seraph.Core.Routing;
using Seraph.Modules.Registrar;
using Seraph.Modules.Usrloc;
using Seraph.Script;
using Seraph.Testing;

namespace Seraph.Modules.Tests.Registrar;

/// <summary>The modules usrloc and registrar in a test route, and short words for REGISTER requests.</summary>
internal sealed class RegistrarTestBed
{
    private RegistrarModule? _registrar;
    private LocationTableParameter? _table;
    private int _cseq;

    public TestRoute Route { get; } = new();

    public RegistrarOptions Options { get; } = new();

    public UsrlocOptions UsrlocOptions { get; } = new();

    public FakeDatabase Database { get; } = new(SerSchema.Location);

    public ListLogger<RegistrarModule> Log { get; } = new();

    public UsrlocModule? Usrloc { get; private set; }

    public RegistrarModule Registrar => _registrar ?? Start();

    public LocationTableParameter Table
    {
        get
        {
            Start();
            return _table!;
        }
    }

    /// <summary>A REGISTER of alice; the headers end with a line end each.</summary>
    public string Register(string headers = "", string callId = "call-1", int? cseq = null, string to = "<sip:alice@example.org>") =>
        $"REGISTER sip:example.org SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK{_cseq}\nMax-Forwards: 70\nFrom: {to};tag=1\nTo: {to}\n"
        + $"Call-ID: {callId}\nCSeq: {cseq ?? ++_cseq} REGISTER\nUser-Agent: phone/1.0\n{headers}Content-Length: 0\n\n";

    /// <summary>An INVITE for alice.</summary>
    public static string Invite(string uri = "sip:alice@example.org") =>
        $"INVITE {uri} SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKi\nMax-Forwards: 70\nFrom: <sip:bob@example.org>;tag=2\nTo: <{uri}>\n"
        + "Call-ID: invite-1\nCSeq: 1 INVITE\nContact: <sip:bob@192.0.2.9>\nContent-Length: 0\n\n";

    /// <summary>Saves a REGISTER and gives back the reply.</summary>
    public string Save(string headers = "", string callId = "call-1", int? cseq = null, string to = "<sip:alice@example.org>") =>
        Answer(Register(headers, callId, cseq, to));

    public string Answer(string request) => Route.Answer(request, context => Registrar.Save(context, Table));

    /// <summary>The contacts as the registrar lists them.</summary>
    public string Contacts(string to = "<sip:alice@example.org>") => Header(Save(to: to), "Contact") ?? "";

    public ScriptResult Lookup(RouteContext context) => Registrar.Lookup(context, Table);

    public static string? Header(string message, string name)
    {
        var line = message.Split("\r\n").FirstOrDefault(l => l.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase));
        return line?[(name.Length + 2)..];
    }

    public static string StatusLine(string message) => message.Split("\r\n")[0];

    public static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private RegistrarModule Start()
    {
        if (_registrar is not null)
            return _registrar;
        var registry = new DatabaseRegistry("/");
        registry.Register(Database);
        UsrlocOptions.DatabaseUrl = "fake://test";
        Usrloc = new UsrlocModule(UsrlocOptions, Route.Server, registry, Route.Tasks, new ListLogger<UsrlocModule>());
        _registrar = new RegistrarModule(Options, Route.Server, Usrloc, Log);
        _table = new LocationTableParameter(Usrloc.Open("location"));
        Usrloc.Start();
        return _registrar;
    }
}
