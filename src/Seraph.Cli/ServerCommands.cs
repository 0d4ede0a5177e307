using System.CommandLine;
using System.Globalization;
using Seraph.Core.Management;

namespace Seraph.Cli;

/// <summary>The commands that ask the running server.</summary>
internal sealed class ServerCommands(Terminal terminal, CommonOptions options)
{
    private static readonly string[] ContactColumns = ["uid", "contact", "q", "expires", "ua", "recv"];

    /// <summary>Makes the commands.</summary>
    public IEnumerable<Command> Create()
    {
        yield return Simple("version", "Shows the server's version", "core.version", values => terminal.Output.WriteLine(TextOf(values)));
        yield return Simple("uptime", "Shows how long the server has been running", "core.uptime", values => terminal.Output.WriteLine(Uptime(values)));
        yield return Simple("ps", "Lists the server's tasks", "core.ps", values => PrintGroups(values, ["PID", "Task"]));
        yield return Statistics();
        yield return Location();
        yield return Rpc();
    }

    private Command Simple(string name, string help, string method, Action<IReadOnlyList<RpcValue>> print)
    {
        var command = new Command(name, help);
        command.SetAction(parsed => Show(parsed, Call(parsed, method), print));
        return command;
    }

    private Command Statistics()
    {
        var groups = new Argument<string[]>("GROUP") { Description = "Only these groups: core, tm, sl ...", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("stats", "Shows the server's counters") { groups };
        command.SetAction(parsed => Show(parsed, Call(parsed, "stats.fetch", parsed.GetValue(groups)!.Select(RpcValue.From)), values =>
        {
            var members = values.SelectMany(value => value.Structure.Members);
            terminal.PrintTable(["Counter", "Value"], members.Select(member => (string[])[member.Key, member.Value.ToString()]));
        }));
        return command;
    }

    private Command Location()
    {
        var user = new Argument<string?>("USER@DOMAIN") { Description = "Only this user (by user id)", Arity = ArgumentArity.ZeroOrOne };
        var table = new Option<string?>("--table") { Description = "Only this location table", HelpName = "NAME" };
        var show = new Command("show", "Lists who is registered, and where") { user, table };
        show.SetAction(parsed =>
        {
            var name = parsed.GetValue(table);
            var values = parsed.GetValue(user) is { } uid
                ? Call(parsed, "usrloc.show_contacts", [RpcValue.From(name ?? "location"), RpcValue.From(uid)])
                : Call(parsed, "usrloc.dump", name is null ? [] : [RpcValue.From(name)]);
            Show(parsed, values, PrintContacts);
        });
        return new Command("ul", "User location: who is registered") { show };
    }

    private Command Rpc()
    {
        var method = new Argument<string>("METHOD") { Description = "The command; system.listMethods lists them all" };
        var arguments = new Argument<string[]>("ARGUMENT") { Description = "A number if it looks like one, else text; s:42 is the text 42", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("rpc", "Calls any command of the server") { method, arguments };
        command.SetAction(parsed => Show(
            parsed,
            Call(parsed, parsed.GetValue(method)!, parsed.GetValue(arguments)!.Select(ArgumentOf)),
            values => Print(terminal.Output, values, "")));
        return command;
    }

    private IReadOnlyList<RpcValue> Call(ParseResult parsed, string method, IEnumerable<RpcValue>? arguments = null) =>
        ServerConnection.Call(parsed.GetValue(options.Socket)!, method, arguments ?? []);

    private void Show(ParseResult parsed, IReadOnlyList<RpcValue> values, Action<IReadOnlyList<RpcValue>> print)
    {
        if (parsed.GetValue(options.Json))
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

    private void PrintContacts(IReadOnlyList<RpcValue> values)
    {
        Dictionary<string, RpcValue>[] contacts = [.. values.Where(value => value.Kind == RpcKind.Structure).Select(value => value.Structure.Members.DistinctBy(member => member.Key).ToDictionary())];
        string[] columns = [.. ContactColumns.Where(column => contacts.Any(contact => contact.ContainsKey(column)))];
        if (columns.Length == 0)
            terminal.Output.WriteLine("nobody is registered");
        else
            terminal.PrintTable(columns, contacts.Select(contact => columns.Select(column => contact.TryGetValue(column, out var value) ? TextOf(value) : "")));
    }

    /// <summary>Prints an answer whose values come in groups, one group a row.</summary>
    private void PrintGroups(IReadOnlyList<RpcValue> values, string[] columns) =>
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
