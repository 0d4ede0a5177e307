using System.Net.NetworkInformation;
using System.Text;
using Seraph.Script;
using Seraph.Sip;

namespace Seraph.Core.Routing.Language;

/// <summary>The format specifiers of the xlog library (spec core-pseudovariables.md, part D). What is missing is null and prints as such.</summary>
internal static class Specifiers
{
    private static readonly byte[] HostNameText;
    private static readonly byte[] HostDomainText;
    private static readonly byte[] HostFullNameText;

    static Specifiers()
    {
        var properties = IPGlobalProperties.GetIPGlobalProperties();
        var full = properties.HostName.Contains('.') || properties.DomainName.Length == 0
            ? properties.HostName
            : $"{properties.HostName}.{properties.DomainName}";
        var dot = full.IndexOf('.');
        HostFullNameText = Encoding.UTF8.GetBytes(full);
        HostNameText = Encoding.UTF8.GetBytes(dot < 0 ? full : full[..dot]);
        HostDomainText = Encoding.UTF8.GetBytes(dot < 0 ? "" : full[(dot + 1)..]);
    }

    [Specifier("br")]
    public static SelectResult FirstBranch(RouteContext context) =>
        context.Message.IsRequest && context.Branches.Count > 0 ? context.Branches[0].Uri : SelectResult.Null;

    [Specifier("bR")]
    public static SelectResult Branches(RouteContext context) =>
        context.Message.IsRequest ? BranchTexts.Join(context.Scratch, context.Branches, BranchText.UriWithQ, ", "u8) : SelectResult.Null;

    [Specifier("ci")]
    public static SelectResult CallId(RouteContext context) => HeaderSelects.CallId(context);

    [Specifier("cs")]
    public static SelectResult CSeqNumber(RouteContext context) => HeaderSelects.CSeqNumber(context);

    [Specifier("ct")]
    public static SelectResult Contact(RouteContext context) => AddressSelects.Contact(context);

    [Specifier("ds")]
    public static SelectResult DestinationSet(RouteContext context) =>
        context.Message.IsRequest ? BranchTexts.Contacts(context) : SelectResult.Null;

    [Specifier("fu")]
    public static SelectResult FromUri(RouteContext context) => AddressSelects.FromUri(context);

    [Specifier("ft")]
    public static SelectResult FromTag(RouteContext context) => NullIfEmpty(AddressSelects.FromTag(context));

    [Specifier("tu")]
    public static SelectResult ToUri(RouteContext context) => AddressSelects.ToUri(context);

    [Specifier("tt")]
    public static SelectResult ToTag(RouteContext context) => NullIfEmpty(AddressSelects.ToTag(context));

    [Specifier("rt")]
    public static SelectResult ReferTo(RouteContext context) => AddressSelects.ReferToUri(context);

    [Specifier("ua")]
    public static SelectResult UserAgent(RouteContext context) => HeaderSelects.UserAgent(context);

    [Specifier("Hn")]
    public static SelectResult HostName() => HostNameText;

    [Specifier("Hd")]
    public static SelectResult HostDomain() => HostDomainText;

    [Specifier("Hf")]
    public static SelectResult HostFullName() => HostFullNameText;

    [Specifier("Hi")]
    public static SelectResult HostAddress(RouteContext context) => context.Source.Socket.AddressText;

    [Specifier("mb")]
    public static SelectResult Message(RouteContext context) => context.Message.Memory;

    [Specifier("mf")]
    public static SelectResult Flags(RouteContext context) => MessageSelects.Flags(context);

    [Specifier("mi")]
    public static SelectResult MessageId(RouteContext context) => MessageSelects.Id(context);

    [Specifier("mx")]
    public static SelectResult MessageIdHex(RouteContext context) => MessageSelects.IdHex(context);

    [Specifier("ml")]
    public static SelectResult MessageLength(RouteContext context) => MessageSelects.Length(context);

    [Specifier("nh")]
    public static SelectResult NextHop(RouteContext context) => RequestSelects.NextHop(context);

    [Specifier("pp")]
    public static SelectResult ProcessId(RouteContext context) => SystemSelects.ProcessId(context);

    [Specifier("px")]
    public static SelectResult ProcessIdHex(RouteContext context) => context.Scratch.Hex((uint)Environment.ProcessId, 8);

    [Specifier("rm")]
    public static SelectResult Method(RouteContext context) => RequestSelects.Method(context);

    [Specifier("ru")]
    public static SelectResult RequestUri(RouteContext context) => RequestSelects.RequestUri(context);

    [Specifier("rs")]
    public static SelectResult Status(RouteContext context) => RequestSelects.Status(context);

    [Specifier("rr")]
    public static SelectResult Reason(RouteContext context) => RequestSelects.Reason(context);

    [Specifier("Ri")]
    public static SelectResult LocalIp(RouteContext context) => TransportSelects.LocalIp(context);

    [Specifier("Rp")]
    public static SelectResult LocalPort(RouteContext context) => TransportSelects.LocalPort(context);

    [Specifier("si")]
    public static SelectResult SourceIp(RouteContext context) => TransportSelects.SourceIp(context);

    [Specifier("sp")]
    public static SelectResult SourcePort(RouteContext context) => TransportSelects.SourcePort(context);

    [Specifier("Ts")]
    public static SelectResult Time(RouteContext context) => context.Scratch.Number(context.FirstUseTime.ToUnixTimeSeconds());

    [Specifier("Tx")]
    public static SelectResult TimeHex(RouteContext context) => context.Scratch.Hex((ulong)context.FirstUseTime.ToUnixTimeSeconds(), 8);

    [Specifier("Tf")]
    public static SelectResult TimeLocal(RouteContext context)
    {
        var zone = context.Server.Time.LocalTimeZone;
        return SystemSelects.Local(context, TimeZoneInfo.ConvertTime(context.FirstUseTime, zone), TimeText.Classic);
    }

    [Specifier("uq")]
    public static SelectResult Unique(RouteContext context) => context.Scratch.Hex(UniqueNumbers.Next(), 16);

    [HeaderSpecifier]
    public static SelectResult Header(RouteContext context, byte[] name, int? index)
    {
        var message = context.Message;
        if (index is null)
            return Join(context, name);

        var body = default(Slice);
        var count = 0;
        for (var i = message.FindHeader(name); i >= 0; i = message.NextHeader(i))
        {
            body = message.Headers[i].Body;
            if (count++ == index)
                return body.Of(message.Memory);
        }

        return index < 0 && body.Exists ? body.Of(message.Memory) : SelectResult.Null;
    }

    private static SelectResult Join(RouteContext context, byte[] name)
    {
        var message = context.Message;
        var length = 0;
        for (var i = message.FindHeader(name); i >= 0; i = message.NextHeader(i))
            length += message.Headers[i].Body.Length + 2;
        if (length == 0)
            return SelectResult.Null;
        if (!context.Scratch.TryRent(length, out var memory))
            return SelectResult.Error;

        var writer = new BoundedWriter(memory.Span);
        for (var i = message.FindHeader(name); i >= 0; i = message.NextHeader(i))
        {
            if (writer.Length > 0)
                writer.Add(", "u8);
            writer.Add(message[message.Headers[i].Body]);
        }

        return context.Scratch.Shrink(memory, writer.Length);
    }

    private static SelectResult NullIfEmpty(SelectResult result) => result.Text.IsEmpty ? SelectResult.Null : result;
}
