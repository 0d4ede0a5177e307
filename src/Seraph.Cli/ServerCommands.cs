using System.CommandLine;
using System.Globalization;
using Seraph.Core.Management;

namespace Seraph.Cli;

/// <summary>The commands that ask the running server.</summary>
internal static class ServerCommands
{
    private static readonly string[] ContactColumns = ["contact", "q", "expires", "ua", "recv"];

    /// <summary>Makes the option for output that programs read.</summary>
    public static Option<bool> JsonOption() => new("--json") { Description = "Print JSON", Recursive = true };

    /// <summary>Makes the commands.</summary>
    public static IEnumerable<Command> Create(Terminal terminal)
    {
        yield return Simple(terminal, "version", "Shows the server's version", "core.version", values => terminal.Output.WriteLine(TextOf(values)));
        yield return Simple(terminal, "uptime", "Shows how long the server has been running", "core.uptime", values => terminal.Output.WriteLine(Uptime(values)));
        yield return Simple(terminal, "ps", "Lists the server's tasks", "core.ps", values => PrintGroups(terminal, values, ["PID", "Task"]));
        yield return Statistics(terminal);
        yield return Location(terminal);
        yield return Rpc(terminal);
    }

    private static Command Simple(Terminal terminal, string name, string help, string method, Action<IReadOnlyList<RpcValue>> print)
    {
        var socket = ServerConnection.Option();
        var json = JsonOption();
        var command = new Command(name, help) { socket, json };
        command.SetAction(parsed => Show(terminal, parsed.GetValue(json), ServerConnection.Call(parsed.GetValue(socket)!, method, []), print));
        return command;
    }

    private static Command Statistics(Terminal terminal)
    {
        var socket = ServerConnection.Option();
        var json = JsonOption();
        var groups = new Argument<string[]>("GROUP") { Description = "Only these groups: core, tm, sl ...", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("stats", "Shows the server's counters") { groups, socket, json };
        command.SetAction(parsed => Show(
            terminal,
            parsed.GetValue(json),
            ServerConnection.Call(parsed.GetValue(socket)!, "stats.fetch", parsed.GetValue(groups)!.Select(RpcValue.From)),
            values => terminal.PrintTable(["Counter", "Value"], values.SelectMany(value => value.Structure.Members).Select(member => (string[])[member.Key, member.Value.ToString()]))));
        return command;
    }

    private static Command Location(Terminal terminal)
    {
        var socket = ServerConnection.Option();
        var json = JsonOption();
        var user = new Argument<string?>("USER@DOMAIN") { Description = "Only this user (by user id)", Arity = ArgumentArity.ZeroOrOne };
        var table = new Option<string>("--table") { Description = "Location table", HelpName = "NAME", DefaultValueFactory = _ => "location" };
        var show = new Command("show", "Lists who is registered, and where") { user, table };
        show.SetAction(parsed =>
        {
            var values = parsed.GetValue(user) is { } uid
                ? ServerConnection.Call(parsed.GetValue(socket)!, "usrloc.show_contacts", [RpcValue.From(parsed.GetValue(table)!), RpcValue.From(uid)])
                : ServerConnection.Call(parsed.GetValue(socket)!, "usrloc.dump", []);
            Show(terminal, parsed.GetValue(json), values, _ => PrintContacts(terminal, values));
        });
        return new Command("ul", "User location: who is registered") { socket, json, show };
    }

    private static Command Rpc(Terminal terminal)
    {
        var socket = ServerConnection.Option();
        var json = JsonOption();
        var method = new Argument<string>("METHOD") { Description = "The command; system.listMethods lists them all" };
        var arguments = new Argument<string[]>("ARGUMENT") { Description = "A number if it looks like one, else text; s:42 is the text 42", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("rpc", "Calls any command of the server") { method, arguments, socket, json };
        command.SetAction(parsed => Show(
            terminal,
            parsed.GetValue(json),
            ServerConnection.Call(parsed.GetValue(socket)!, parsed.GetValue(method)!, parsed.GetValue(arguments)!.Select(ArgumentOf)),
            values => Print(terminal.Output, values, "")));
        return command;
    }

    private static void Show(Terminal terminal, bool asJson, IReadOnlyList<RpcValue> values, Action<IReadOnlyList<RpcValue>> print)
    {
        if (asJson)
            Json.Write(terminal.Output, values);
        else
            print(values);
    }

    /// <summary>A word of the command line: an integer or a number if it looks like one, else text; <c>s:</c> makes it text.</summary>
    internal static RpcValue ArgumentOf(string word)
    {
        if (word.StartsWith("s:", StringComparison.Ordinal))
            return RpcValue.From(word[2..]);
        if (long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
            return RpcValue.From(integer);
        return double.TryParse(word, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? RpcValue.From(number)
            : RpcValue.From(word);
    }

    private static void Print(TextWriter output, IEnumerable<RpcValue> values, string indent)
    {
        foreach (var value in values)
        {
            switch (value.Kind)
            {
                case RpcKind.Structure:
                    output.WriteLine(indent + "{");
                    foreach (var (name, member) in value.Structure.Members)
                    {
                        output.Write($"{indent}\t{name}: ");
                        Print(output, [member], member.Kind is RpcKind.Structure or RpcKind.Array ? indent + "\t" : "");
                    }

                    output.WriteLine(indent + "}");
                    break;
                case RpcKind.Array:
                    output.WriteLine(indent + "[");
                    Print(output, value.Array, indent + "\t");
                    output.WriteLine(indent + "]");
                    break;
                default:
                    output.WriteLine(indent + value.ToString().TrimEnd('\n'));
                    break;
            }
        }
    }

    private static void PrintContacts(Terminal terminal, IReadOnlyList<RpcValue> values)
    {
        if (values.Count > 0 && values[0].Kind != RpcKind.Structure)
        {
            PrintGroups(terminal, values, ContactColumns);
            return;
        }

        var columns = values.SelectMany(value => value.Structure.Members).Select(member => member.Key).Distinct().ToArray();
        if (columns.Length == 0)
            terminal.Output.WriteLine("nobody is registered");
        else
            terminal.PrintTable(columns, values.Select(value => columns.Select(column => value.Structure.Members.FirstOrDefault(member => member.Key == column) is { Key: not null } member ? TextOf(member.Value) : "")));
    }

    /// <summary>Prints an answer whose values come in groups, one group a row.</summary>
    private static void PrintGroups(Terminal terminal, IReadOnlyList<RpcValue> values, string[] columns) =>
        terminal.PrintTable(columns, values.Chunk(columns.Length).Where(group => group.Length == columns.Length).Select(group => group.Select(TextOf)));

    private static string TextOf(RpcValue value) => value.Kind == RpcKind.Double ? value.Double.ToString("0.###", CultureInfo.InvariantCulture) : value.ToString();

    private static string TextOf(IReadOnlyList<RpcValue> values) => values.Count > 0 ? values[0].ToString() : "";

    private static string Uptime(IReadOnlyList<RpcValue> values)
    {
        var members = values is [{ Kind: RpcKind.Structure } structure] ? structure.Structure.Members : [];
        var since = members.FirstOrDefault(member => member.Key == "up_since").Value;
        var up = TimeSpan.FromSeconds(members.FirstOrDefault(member => member.Key == "uptime").Value.Integer);
        var days = up.Days switch { 0 => "", 1 => "1 day, ", var more => $"{more} days, " };
        return $"up {days}{up:hh\\:mm\\:ss}, since {(since.Kind == RpcKind.Text ? since.Text.TrimEnd() : "an unknown time")}";
    }
}
