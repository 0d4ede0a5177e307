using System.Text;
using Microsoft.Extensions.Logging;
using Seraph.Core.Modularity;
using Seraph.Core.Routing;
using Seraph.Core.Transports;
using Seraph.Script;
using Seraph.Sip;

namespace Seraph.Modules.Options;

/// <summary>Answers OPTIONS requests for the server itself (RFC 3261, 11).</summary>
[Module("options")]
internal sealed class OptionsModule : IModuleLifecycle
{
    private readonly ILogger<OptionsModule> _logger;
    private readonly byte[] _capabilities;
    private readonly ContactKind _contact;
    private readonly byte[] _contactText;
    private readonly byte[] _contactParameters;

    public OptionsModule(OptionsModuleOptions options, ILogger<OptionsModule> logger)
    {
        _logger = logger;
        _capabilities = Encoding.UTF8.GetBytes(
            $"Accept: {options.Accept}\r\nAccept-Encoding: {options.AcceptEncoding}\r\nAccept-Language: {options.AcceptLanguage}\r\nSupported: {options.Supported}\r\n");
        var parameters = options.ContactParameters;
        _contactParameters = Encoding.UTF8.GetBytes(parameters.Length == 0 || parameters[0] == ';' ? parameters : ";" + parameters);
        var contact = options.Contact ?? (parameters.Length == 0 ? "" : "dstip");
        _contactText = Encoding.UTF8.GetBytes(contact);
        _contact = contact switch
        {
            "" => ContactKind.None,
            "dstip" => ContactKind.Socket,
            "ruri" => ContactKind.RequestUri,
            _ => ContactKind.Literal,
        };
    }

    private enum ContactKind
    {
        None,
        Socket,
        RequestUri,
        Literal,
    }

    [ScriptFunction("options_reply", In = Routes.Request | Routes.Failure)]
    public ScriptResult Reply(RouteContext context)
    {
        var message = context.Message;
        if (message.Method != SipMethod.Options)
        {
            OptionsLog.WrongMethod(_logger);
            return ScriptResult.Stop;
        }

        if (context.RequestUriStatus != SipParseStatus.Ok || context.ParsedRequestUri.User.Exists)
        {
            OptionsLog.HasUser(_logger);
            return ScriptResult.Stop;
        }

        if (TryAddHeaders(context))
            return context.Server.Replies.Send(context, 200, "OK"u8) ? ScriptResult.True : ScriptResult.Stop;

        context.ClearReplyHeaders();
        context.Server.Replies.Send(context, 500, "Server internal error"u8);
        return ScriptResult.Stop;
    }

    /// <inheritdoc/>
    public void Start()
    {
        Span<byte> line = [.. "Contact: <sip:"u8, .. _contact == ContactKind.Literal ? _contactText : "h"u8, .. _contactParameters, .. ">"u8];
        if (Sip.Headers.AddressValue.TryParse(line["Contact: "u8.Length..], out var address) != SipParseStatus.Ok
            || Sip.Uris.SipUri.TryParse(address.Uri.Of(line["Contact: "u8.Length..]), out _) != SipParseStatus.Ok)
            throw new ModuleException("options: contact and contact_param don't make a URI");
    }

    /// <inheritdoc/>
    public void Stop()
    {
    }

    private bool TryAddHeaders(RouteContext context)
    {
        if (!context.TryAddReplyHeaders(_capabilities))
            return false;
        if (_contact == ContactKind.None)
            return true;
        return context.TryAddReplyHeaders("Contact: <sip:"u8)
            && TryAddHost(context)
            && context.TryAddReplyHeaders(_contactParameters)
            && context.TryAddReplyHeaders(">\r\n"u8);
    }

    private bool TryAddHost(RouteContext context)
    {
        switch (_contact)
        {
            case ContactKind.Socket:
                Span<byte> text = stackalloc byte[NetworkEndpoint.MaxTextLength];
                var socket = context.Source.Socket;
                var length = socket.Endpoint.TryFormat(text);
                return context.TryAddReplyHeaders(text[..length])
                    && (socket.Protocol == TransportProtocol.Udp
                        || (context.TryAddReplyHeaders(";transport="u8) && context.TryAddReplyHeaders(socket.Protocol.Name())));
            case ContactKind.RequestUri:
                var uri = context.Message.RequestUriStatus == SipParseStatus.Ok ? context.Message.RequestUri.HostPort : default;
                return uri.Exists && context.TryAddReplyHeaders(context.Message[uri]);
            default:
                return context.TryAddReplyHeaders(_contactText);
        }
    }
}
