using System.CommandLine;
using Seraph.Core.Database;

namespace Seraph.Cli;

/// <summary><c>seraphctl user ...</c></summary>
internal static class UserCommands
{
    /// <summary>Makes the commands.</summary>
    public static Command Create(Terminal terminal, CommonOptions options)
    {
        var user = new Argument<string>("USER@DOMAIN") { Description = "The user, as in alice@example.org" };
        var password = new Option<string?>("--password", "-p") { Description = "The password; asked for when it is not given", HelpName = "PASSWORD" };
        var domain = new Argument<string?>("DOMAIN") { Description = "Only the users of this domain", Arity = ArgumentArity.ZeroOrOne };

        var add = new Command("add", "Adds a user who can register and call") { user, password };
        add.SetAction(parsed => Do(parsed, store =>
        {
            var address = UserAddress.Parse(parsed.GetValue(user)!);
            store.Add(address, CheckPassword(parsed.GetValue(password) ?? terminal.AskPassword(address.Uid)));
            terminal.Output.WriteLine($"added {address}");
        }));

        var remove = new Command("rm", "Removes a user") { user };
        remove.SetAction(parsed => Do(parsed, store =>
        {
            var address = UserAddress.Parse(parsed.GetValue(user)!);
            store.Remove(address);
            terminal.Output.WriteLine($"removed {address}");
        }));

        var change = new Command("passwd", "Changes a user's password") { user, password };
        change.SetAction(parsed => Do(parsed, store =>
        {
            var address = UserAddress.Parse(parsed.GetValue(user)!);
            store.ChangePassword(address, CheckPassword(parsed.GetValue(password) ?? terminal.AskPassword(address.Uid)));
            terminal.Output.WriteLine($"changed the password of {address}");
        }));

        var list = new Command("list", "Lists the users") { domain };
        list.SetAction(parsed => Do(parsed, store =>
        {
            var users = store.List(parsed.GetValue(domain)).ToArray();
            if (parsed.GetValue(options.Json))
                Json.Write(terminal.Output, users);
            else
                terminal.PrintTable(["User", "UID", "Domain id", "State"], users.Select(row => (string[])[$"{row.User}@{row.Realm}", row.Uid, row.Did, StateOf(row.Flags)]));
        }));

        return new Command("user", "Adds, removes and lists users; works on the database, whether the server runs or not") { add, remove, change, list };

        void Do(ParseResult parsed, Action<UserStore> action)
        {
            using var registry = DatabaseOption.Open(parsed.GetValue(options.Database)!, out var database);
            action(new UserStore(database));
        }
    }

    /// <summary>What a row's flags mean to the server.</summary>
    public static string StateOf(RowFlags flags) =>
        flags.HasFlag(RowFlags.Deleted) ? "deleted"
        : flags.HasFlag(RowFlags.Disabled) ? "disabled"
        : flags.HasFlag(RowFlags.LoadSer) ? "active"
        : flags.HasFlag(RowFlags.Pending) ? "pending"
        : "not loaded";

    private static string CheckPassword(string password) =>
        password.Length > 0 ? password : throw new CommandException("the password is empty");
}
