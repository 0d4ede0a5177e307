using System.Net;
using System.Text;

namespace Seraph.Cli;

/// <summary>A user as an administrator writes it, USER@DOMAIN. The domain is also the realm of the user's credentials.</summary>
internal readonly record struct UserAddress(string User, string Domain)
{
    private const int MaxUser = 64;
    private const int MaxDomain = 64; // the realm's column is the narrower one

    /// <summary>The user id under which everything about the user is kept.</summary>
    public string Uid => $"{User}@{Domain}";

    /// <summary>Reads USER@DOMAIN.</summary>
    /// <exception cref="CommandException">It is something else.</exception>
    public static UserAddress Parse(string text)
    {
        var at = text.LastIndexOf('@');
        var user = at < 0 ? text : text[..at];
        if (user.StartsWith("sip:", StringComparison.OrdinalIgnoreCase))
            user = user[4..];
        if (at < 0 || user.Length == 0)
            throw new CommandException($"'{text}' is no user: write USER@DOMAIN, as in alice@example.org");
        if (user.Any(c => char.IsControl(c) || c is ' ' or ':' or '@' or '"' or '<' or '>' or ';' or '?'))
            throw new CommandException($"'{user}' can't be a user name: it has a space, a control character or one of : @ \" < > ; ?");
        if (Encoding.UTF8.GetByteCount(user) > MaxUser)
            throw new CommandException($"the user name is longer than {MaxUser} bytes");
        return new UserAddress(user, ParseDomain(text[(at + 1)..]));
    }

    /// <summary>Reads a domain: a host name or an IP address; in lower case.</summary>
    /// <exception cref="CommandException">It is something else.</exception>
    public static string ParseDomain(string text)
    {
        var isName = text.Length is > 0 and <= MaxDomain && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') && text[0] is not ('.' or '-');
        var isIPv6 = text.StartsWith('[') && text.EndsWith(']') && IPAddress.TryParse(text, out _);
        return isName || isIPv6 ? text.ToLowerInvariant() : throw new CommandException($"'{text}' is no domain: write a host name or an IP address of at most {MaxDomain} characters");
    }

    /// <summary>USER@DOMAIN.</summary>
    public override string ToString() => Uid;
}
