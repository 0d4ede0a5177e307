using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Seraph.Control.Ctl;
using Seraph.Core.Management;

namespace Seraph.Control.Lines;

/// <summary>
/// Serves requests written in lines: <c>:method:replyfile</c>, one line for each argument, an empty line. Line ends are LF or CR LF; trailing
/// spaces and TABs are trimmed.
/// </summary>
internal sealed class LineProtocol(RpcRegistry registry) : IControlProtocol
{
    private const int MaxCommandLine = 128;
    private const int MaxArgumentLine = 2048;

    /// <summary>What tools of the 0.9 days call the commands.</summary>
    private static readonly FrozenDictionary<string, string> OldNames = new Dictionary<string, string>
    {
        ["version"] = "core.version",
        ["uptime"] = "core.uptime",
        ["which"] = "system.listMethods",
        ["ps"] = "core.ps",
        ["arg"] = "core.arg",
        ["pwd"] = "core.pwd",
        ["kill"] = "core.kill",
        ["print"] = "core.prints",
        ["t_stats"] = "tm.stats",
        ["sl_stats"] = "sl.stats",
        ["ul_stats"] = "usrloc.stats",
        ["ul_rm"] = "usrloc.delete_uid",
        ["ul_rm_contact"] = "usrloc.delete_contact",
        ["ul_show_contact"] = "usrloc.show_contacts",
        ["ul_dump"] = "usrloc.dump",
        ["ul_flush"] = "usrloc.flush",
        ["domain_reload"] = "domain.reload",
        ["domain_dump"] = "domain.dump",
    }.ToFrozenDictionary();

    public string Name => "fifo";

    public ControlStep Serve(ReadOnlySpan<byte> input, bool isWhole, ControlClient client, out int consumed, out ControlAnswer answer)
    {
        answer = default;
        var lines = new List<string>();
        consumed = 0;
        while (true)
        {
            var end = input[consumed..].IndexOf((byte)'\n');
            if (end < 0 && !isWhole)
                return ControlStep.NeedMore;

            var line = end < 0 ? input[consumed..] : input.Slice(consumed, end);
            consumed = end < 0 ? input.Length : consumed + end + 1;
            if (line.EndsWith("\r"u8))
                line = line[..^1];
            if (line.IsEmpty && (end < 0 || lines.Count > 0))
                break;
            if (!line.IsEmpty) // an empty line before a request: the second half of the end of the last one
                lines.Add(Encoding.UTF8.GetString(line.TrimEnd(" \t\r"u8)));
            if (end < 0)
                break;
        }

        answer = Answer(lines, isWhole, client);
        return ControlStep.Answer;
    }

    public RpcFault BadArgument(int index, RpcKind expected, RpcArgumentError error) =>
        new(400, $"{(error == RpcArgumentError.Missing ? "Missing parameter" : "Invalid parameter value")} on line {index + 2}"); // the command is line 1

    private ControlAnswer Answer(List<string> lines, bool isWhole, ControlClient client)
    {
        var end = isWhole ? "" : "\n"; // so that a client on a stream knows where the answer ends
        var first = lines.Count > 0 ? lines[0] : "";
        var colon = first.StartsWith(':') ? first.IndexOf(':', 1) : -1;
        if (colon < 2)
            return Text($"400 First line malformed\n{end}");
        if (first.Length > MaxCommandLine || lines.Exists(line => line.Length > MaxArgumentLine))
            return Text($"400 Line too long\n{end}");

        var name = first[1..colon];
        var call = new RpcCall(OldNames.GetValueOrDefault(name, name), [.. lines.Skip(1).Select(RpcValue.FromLine)], client);
        if (!registry.TryRun(call))
            call.Fault(500, $"Command '{name}' not found");
        return Text(Write(call) + end) with { Call = call, ReplyName = first[(colon + 1)..] };
    }

    private static string Write(RpcCall call)
    {
        var text = new StringBuilder();
        if (call.Failure is null && call.Values.All(value => TryWrite(text, value)))
            return "200 OK\n" + text;

        var fault = call.Failure ?? new RpcFault(500, "Internal Server Error: the answer has structures in structures");
        return $"{fault.Code} {fault.Text.ReplaceLineEndings(" ")}\n";
    }

    private static bool TryWrite(StringBuilder text, RpcValue value)
    {
        switch (value.Kind)
        {
            case RpcKind.Array:
                return value.Array.All(element => TryWrite(text, element));
            case RpcKind.Structure:
                for (var i = 0; i < value.Structure.Members.Count; i++)
                {
                    var (name, member) = value.Structure.Members[i];
                    if (member.Kind is RpcKind.Structure or RpcKind.Array)
                        return false;
                    RpcLineText.Escape(i == 0 ? text : text.Append(','), name, inStructure: true);
                    RpcLineText.Escape(text.Append(':'), member.ToString(), inStructure: true);
                }

                break;
            case RpcKind.Text or RpcKind.Line:
                RpcLineText.Escape(text, value.Text);
                break;
            default:
                text.Append(CultureInfo.InvariantCulture, $"{value}");
                break;
        }

        text.Append('\n');
        return true;
    }

    private static ControlAnswer Text(string text) => new(Encoding.UTF8.GetBytes(text), null);
}
