using System.Text;
using Seraph.Core.Database;
using Seraph.Sip.Digest;

namespace Seraph.Cli;

/// <summary>A user as listed.</summary>
internal sealed record UserRow(string User, string Realm, string Uid, string Did, RowFlags Flags);

/// <summary>
/// The users of a database: a row of <c>credentials</c> for each, which <c>auth_db</c> reads, and one of <c>uri</c>, which maps the user's URI to
/// the user id. Passwords are kept as HA1 only.
/// </summary>
internal sealed class UserStore(DatabasePool database)
{
    private const string DefaultDid = "_default";
    private const RowFlags CredentialFlags = RowFlags.LoadSer | RowFlags.ForSerweb;
    private const RowFlags UriFlags = CredentialFlags | RowFlags.Canonical | RowFlags.IsTo | RowFlags.IsFrom;

    private static readonly Statement FindUid = Statement.Select("credentials", ["uid"], ["auth_username", "realm"]);
    private static readonly Statement AddCredentials = Statement.Insert("credentials", ["auth_username", "did", "realm", "password", "flags", "ha1", "ha1b", "uid"]);
    private static readonly Statement SetPassword = Statement.Update("credentials", ["password", "ha1", "ha1b"], ["auth_username", "realm"]);
    private static readonly Statement RemoveCredentials = Statement.Delete("credentials", ["auth_username", "realm"]);
    private static readonly Statement FindOthers = Statement.Select("credentials", ["auth_username"], ["uid"]);
    private static readonly Statement AddUri = Statement.Insert("uri", ["uid", "did", "username", "flags", "scheme"]);
    private static readonly Statement RemoveUris = Statement.Delete("uri", ["uid"]);
    private static readonly Statement RemoveAttributes = Statement.Delete("user_attrs", ["uid"]);
    private static readonly Statement FindDid = Statement.Select("domain", ["did", "flags"], ["domain"]);
    private static readonly Statement ListAll = Statement.Select("credentials", ["auth_username", "realm", "uid", "did", "flags"], [], "auth_username");

    /// <summary>Adds a user.</summary>
    /// <exception cref="CommandException">There is one already.</exception>
    public void Add(UserAddress user, string password)
    {
        var did = DidOf(user.Domain);
        var hasUris = database.HasTable("uri");
        using var transaction = database.Begin();
        if (Uid(transaction, user) is not null)
            throw new CommandException($"{user} exists already; change the password with: seraphctl user passwd {user}");

        using (var add = transaction.Command(AddCredentials))
        {
            add.Bind(0, user.User).Bind(1, did).Bind(2, user.Domain).Bind(3, "").BindBitmap(4, (uint)CredentialFlags)
                .Bind(5, Ha1(user.User, user.Domain, password)).Bind(6, Ha1(user.Uid, user.Domain, password)).Bind(7, user.Uid).Execute();
        }

        if (hasUris)
        {
            using var add = transaction.Command(AddUri);
            add.Bind(0, user.Uid).Bind(1, did).Bind(2, user.User).BindBitmap(3, (uint)UriFlags).Bind(4, "sip").Execute();
        }

        transaction.Commit();
    }

    /// <summary>Changes a password.</summary>
    /// <exception cref="CommandException">There is no such user.</exception>
    public void ChangePassword(UserAddress user, string password)
    {
        using var command = database.Command(SetPassword);
        var changed = command.Bind(0, "").Bind(1, Ha1(user.User, user.Domain, password)).Bind(2, Ha1(user.Uid, user.Domain, password))
            .Bind(3, user.User).Bind(4, user.Domain).Execute();
        if (changed == 0)
            throw NoSuchUser(user);
    }

    /// <summary>Removes a user with the URIs and attributes of the user id, unless other credentials share that.</summary>
    /// <exception cref="CommandException">There is no such user.</exception>
    public void Remove(UserAddress user)
    {
        Statement[] ofUid = [.. new[] { RemoveUris, RemoveAttributes }.Where(statement => database.HasTable(statement.Table))];
        using var transaction = database.Begin();
        var uid = Uid(transaction, user) ?? throw NoSuchUser(user);
        using (var remove = transaction.Command(RemoveCredentials))
            remove.Bind(0, user.User).Bind(1, user.Domain).Execute();

        bool isShared;
        using (var others = transaction.Command(FindOthers))
            isShared = others.Bind(0, uid).Query().Read();
        foreach (var statement in isShared ? [] : ofUid)
        {
            using var remove = transaction.Command(statement);
            remove.Bind(0, uid).Execute();
        }

        transaction.Commit();
    }

    /// <summary>All users, or those of one domain.</summary>
    public IEnumerable<UserRow> List(string? domain)
    {
        using var command = database.Command(ListAll);
        var rows = command.Query();
        while (rows.Read())
        {
            var row = new UserRow(rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), (RowFlags)rows.GetBitmap(4));
            if (domain is null || row.Realm.Equals(domain, StringComparison.OrdinalIgnoreCase))
                yield return row;
        }
    }

    private static string? Uid(DatabaseTransaction transaction, UserAddress user)
    {
        using var command = transaction.Command(FindUid);
        var rows = command.Bind(0, user.User).Bind(1, user.Domain).Query();
        return rows.Read() ? rows.GetString(0) : null;
    }

    /// <summary>The id of the domain when it is one of ours, else the id for all that belongs to none.</summary>
    private string DidOf(string domain)
    {
        if (!database.HasTable("domain"))
            return DefaultDid;
        using var command = database.Command(FindDid);
        var rows = command.Bind(0, domain).Query();
        return rows.Read() ? rows.GetString(0) : DefaultDid;
    }

    /// <summary>What the server keeps instead of the password (RFC 7616, 3.4.2).</summary>
    private static string Ha1(string username, string realm, string password)
    {
        Span<byte> hex = stackalloc byte[DigestCalculation.MaxHexLength];
        var length = DigestCalculation.WriteHa1(
            DigestAlgorithm.Md5, Encoding.UTF8.GetBytes(username), Encoding.UTF8.GetBytes(realm), Encoding.UTF8.GetBytes(password), hex);
        return Encoding.ASCII.GetString(hex[..length]);
    }

    private static CommandException NoSuchUser(UserAddress user) => new($"there is no user {user}; seraphctl user list shows who there is");
}
