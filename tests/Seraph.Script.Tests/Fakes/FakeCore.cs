using System.Globalization;
using System.Text;
using Seraph.Script.Parameters;

namespace Seraph.Script.Tests.Fakes;

/// <summary>A small core: some commands, operands, selects and specifiers.</summary>
internal static class FakeCore
{
    [ScriptCommand("log", In = Routes.All)]
    public static ScriptResult Log(FakeContext context, string text)
    {
        context.Log.Add(text);
        return true;
    }

    [ScriptCommand("log", In = Routes.All)]
    public static ScriptResult Log(FakeContext context, int level, string text)
    {
        context.Log.Add(level.ToString(CultureInfo.InvariantCulture) + ":" + text);
        return true;
    }

    [ScriptCommand("forward")]
    public static ScriptResult Forward(FakeContext context)
    {
        context.Log.Add("forward");
        return true;
    }

    [ScriptCommand("forward")]
    public static ScriptResult Forward(FakeContext context, HostArgument host) => Forward(context, host, new PortArgument(0, false));

    [ScriptCommand("forward")]
    public static ScriptResult Forward(FakeContext context, HostArgument host, PortArgument port)
    {
        context.Log.Add($"forward({(host.IsFromUri ? "uri" : host.Name)}{(host.Address.IsDefined ? "!" : "")},{(port.IsFromUri ? "uri" : port.Port)})");
        return true;
    }

    [ScriptCommand("append_branch", Forms = CommandForms.Call)]
    public static ScriptResult AppendBranch(FakeContext context)
    {
        context.Log.Add("append_branch()");
        return true;
    }

    [ScriptCommand("append_branch", Forms = CommandForms.Bare)]
    public static ScriptResult AppendBranchBare(FakeContext context)
    {
        context.Log.Add("append_branch");
        return true;
    }

    [ScriptCommand("force_send_socket")]
    public static ScriptResult ForceSendSocket(FakeContext context, SocketArgument socket)
    {
        context.Log.Add($"{socket.Protocol ?? "*"}|{socket.Host}|{socket.Port}");
        return true;
    }

    [ScriptCommand("set_advertised_address")]
    public static ScriptResult SetAdvertisedAddress(FakeContext context, string address)
    {
        context.Log.Add(address);
        return true;
    }

    [ScriptCommand("strip", Forms = CommandForms.Call)]
    public static ScriptResult Strip(int count) => new(count);

    [ScriptCommand("refuse", Forms = CommandForms.Either)]
    public static ScriptResult Refuse() => new(0);

    [Operand("method", Kind = OperandKind.Text)]
    public static SelectResult Method(FakeContext context) => context.Method;

    [Operand("uri", "status", Kind = OperandKind.Uri)]
    public static SelectResult Uri(FakeContext context) => context.Uri;

    [Operand("from_uri", Kind = OperandKind.Uri)]
    public static SelectResult FromUri(FakeContext context) => context.FromUri is { } uri ? uri : SelectResult.Error;

    [Operand("src_ip", Kind = OperandKind.Address)]
    public static IpValue SourceAddress(FakeContext context) => context.SourceAddress;

    [Operand("to_ip", Kind = OperandKind.Address, In = Routes.OnSend)]
    public static IpValue Destination(FakeContext context) => SourceAddress(context);

    [Operand("src_port", Kind = OperandKind.Integer)]
    public static int SourcePort(FakeContext context) => context.SourcePort;

    [Operand("msg:len", Kind = OperandKind.Integer)]
    public static int Length(FakeContext context) => context.Length;

    [Operand("proto", Kind = OperandKind.Protocol)]
    public static int Protocol(FakeContext context) => context.Protocol;

    [Operand("af", Kind = OperandKind.Integer)]
    public static int Family(FakeContext context) => SourceAddress(context).IsV4 ? 2 : 10;

    [Select("method")]
    public static SelectResult SelectMethod(FakeContext context) => context.Method;

    [Select("ruri", Nested = "uri")]
    [Select("request_uri", Nested = "uri")]
    public static SelectResult RequestUri(FakeContext context) => context.Uri;

    [Select("from.uri", Nested = "uri")]
    public static SelectResult SelectFromUri(FakeContext context) => FromUri(context);

    [Select("to.tag")]
    public static SelectResult ToTag() => SelectResult.Null;

    [Select("to.name")]
    public static SelectResult ToName() => SelectResult.Empty;

    [Select("broken", Nested = "uri")]
    public static SelectResult Broken() => SelectResult.Error;

    [Select("via[].host")]
    public static SelectResult ViaHost(FakeContext context, int? index) => context.Scratch.Text(Encoding.ASCII.GetBytes($"host{index ?? 1}"));

    [Select("msg.header.*[]", UnderscoreIsDash = true)]
    public static SelectResult Header(FakeContext context, byte[] name, int? index) =>
        context.Scratch.Text(Encoding.ASCII.GetBytes($"{Encoding.ASCII.GetString(name)}/{index}"));

    [Select("echo.*")]
    public static SelectResult Echo(FakeContext context, StringParameter text) => text.TryGet(context, out var value) ? value : SelectResult.Null;

    [SubSelect("uri", "user")]
    public static SelectResult UriUser(ReadOnlyMemory<byte> uri)
    {
        var at = uri.Span.IndexOf((byte)'@');
        return at < 0 ? SelectResult.Null : SelectResult.Of(uri[4..at]);
    }

    [SubSelect("uri", "host", Nested = "host")]
    public static SelectResult UriHost(FakeContext context, ReadOnlyMemory<byte> uri)
    {
        ArgumentNullException.ThrowIfNull(context);
        return uri[(uri.Span.IndexOf((byte)'@') + 1)..];
    }

    [SubSelect("host", "label.*")]
    public static SelectResult HostLabel(ReadOnlyMemory<byte> host, IntParameter index)
    {
        _ = index.TryGet(null!, out var number);
        var labels = Encoding.ASCII.GetString(host.Span).Split('.');
        return number < labels.Length ? Encoding.ASCII.GetBytes(labels[number]) : SelectResult.Error;
    }

    [Specifier("rm")]
    public static SelectResult MethodSpecifier(FakeContext context) => context.Method;

    [Specifier("ru")]
    public static SelectResult UriSpecifier(FakeContext context) => context.Uri;

    [Specifier("tt")]
    public static SelectResult ToTagSpecifier() => SelectResult.Null;

    [HeaderSpecifier]
    public static SelectResult HeaderSpecifier(FakeContext context, byte[] name, int? index) =>
        context.Scratch.Text(Encoding.ASCII.GetBytes($"<{Encoding.ASCII.GetString(name)}:{(index is { } number ? number : "*")}>"));
}
