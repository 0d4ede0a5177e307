using System.CommandLine;
using Seraph.Core.Database;

namespace Seraph.Cli;

/// <summary><c>seraphctl domain ...</c></summary>
internal static class DomainCommands
{
    /// <summary>Makes the commands.</summary>
    public static Command Create(Terminal terminal, CommonOptions options)
    {
        var domain = new Argument<string>("DOMAIN") { Description = "The domain's name" };
        var did = new Option<string?>("--did") { Description = "Domain id; give that of another domain to make this name an alias of it. Default: the name itself", HelpName = "ID" };

        var add = new Command("add", "Adds a domain") { domain, did };
        add.SetAction(parsed => Do(parsed, store =>
        {
            var name = UserAddress.ParseDomain(parsed.GetValue(domain)!);
            store.Add(name, parsed.GetValue(did));
            terminal.Output.WriteLine($"added {name}");
        }));

        var remove = new Command("rm", "Removes a domain name; its users stay") { domain };
        remove.SetAction(parsed => Do(parsed, store =>
        {
            var name = UserAddress.ParseDomain(parsed.GetValue(domain)!);
            store.Remove(name);
            terminal.Output.WriteLine($"removed {name}");
        }));

        var list = new Command("list", "Lists the domains");
        list.SetAction(parsed => Do(parsed, store =>
        {
            var domains = store.List().ToArray();
            if (parsed.GetValue(options.Json))
                Json.Write(terminal.Output, domains);
            else
                terminal.PrintTable(["Domain", "Domain id", "Canonical", "State"], domains.Select(row => (string[])[row.Domain, row.Did, row.Flags.HasFlag(RowFlags.Canonical) ? "yes" : "", UserCommands.StateOf(row.Flags)]));
        }));

        return new Command("domain", "Adds, removes and lists domains; works on the database, whether the server runs or not") { add, remove, list };

        void Do(ParseResult parsed, Action<DomainStore> action)
        {
            using var registry = DatabaseOption.Open(parsed.GetValue(options.Database)!, out var database);
            action(new DomainStore(database));
        }
    }
}
