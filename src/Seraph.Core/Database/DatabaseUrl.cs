using System.Globalization;

namespace Seraph.Core.Database;

/// <summary>
/// Names a database: <c>driver://user:password@host:port/database</c> for a server, <c>driver:///absolute/path</c>,
/// <c>driver:/absolute/path</c>, <c>driver://relative/path</c> or <c>driver:relative/path</c> for files.
/// The text before the first colon chooses the driver; what follows is read the way that the driver needs it.
/// Nothing is percent-decoded.
/// </summary>
public sealed class DatabaseUrl
{
    private readonly string _body;

    private DatabaseUrl(string scheme, string body)
    {
        Scheme = scheme;
        _body = body;
    }

    /// <summary>The driver's name, as written.</summary>
    public string Scheme { get; }

    /// <summary>Reads a URL. Text without a colon is a scheme alone.</summary>
    /// <exception cref="DatabaseException">The scheme is missing.</exception>
    public static DatabaseUrl Parse(string text)
    {
        var colon = text.IndexOf(':');
        var scheme = colon < 0 ? text : text[..colon];
        if (scheme.Length == 0 || scheme.AsSpan().ContainsAny(" /@"))
            throw new DatabaseException(DatabaseError.BadUrl, $"'{Redact(text)}' is not a database URL: it starts with the name of a driver, as in sqlite:///var/lib/seraph.sqlite");

        return new DatabaseUrl(scheme, colon < 0 ? "" : text[(colon + 1)..]);
    }

    /// <summary>The file or directory that the URL names; a relative one lies below <paramref name="baseDirectory"/>.</summary>
    /// <exception cref="DatabaseException">The URL names no path.</exception>
    public string FilePath(string baseDirectory)
    {
        var path = _body.StartsWith("//", StringComparison.Ordinal) ? _body[2..] : _body;
        if (path.Length == 0)
            throw new DatabaseException(DatabaseError.BadUrl, $"database URL '{this}' names no file: write {Scheme}:///absolute/path or {Scheme}://relative/path");

        // The URL of a shell or a template may come with too many slashes: /// and //// both start at the root.
        return Path.GetFullPath(path[0] == '/' ? "/" + path.TrimStart('/') : path, Path.GetFullPath(baseDirectory));
    }

    /// <summary>The server, account and database that the URL names.</summary>
    /// <exception cref="DatabaseException">Host or database is missing, or the port is not a number from 1 to 65535.</exception>
    public DatabaseServerAddress Server()
    {
        var text = _body.StartsWith("//", StringComparison.Ordinal) ? _body[2..] : _body;
        var slash = text.IndexOf('/');
        var at = slash < 0 ? -1 : text.LastIndexOf('@', slash);
        var database = slash < 0 ? "" : text[(slash + 1)..];
        if (database.Length == 0)
            throw Bad("the database is missing");

        string? user = null, password = null;
        if (at >= 0)
        {
            var account = text[..at];
            var colon = account.IndexOf(':');
            user = colon < 0 ? account : account[..colon];
            password = colon < 0 ? null : account[(colon + 1)..];
        }

        var (host, port) = HostAndPort(text[(at + 1)..slash]);
        return new DatabaseServerAddress(user, password, host, port, database);
    }

    /// <summary>The URL without its password: for logs and messages.</summary>
    public override string ToString() => Redact(_body.Length == 0 ? Scheme : Scheme + ":" + _body);

    private (string Host, int? Port) HostAndPort(string text)
    {
        var end = text.StartsWith('[') ? text.IndexOf(']') + 1 : text.IndexOf(':');
        if (text.StartsWith('[') && end == 0)
            throw Bad("']' is missing after the IPv6 address");
        if (end < 0)
            end = text.Length;

        var host = text[..end].Trim('[', ']');
        if (host.Length == 0)
            throw Bad("the host is missing");
        if (end == text.Length)
            return (host, null);
        if (text[end] != ':' || !ushort.TryParse(text.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
            throw Bad("the port is a number from 1 to 65535");
        return (host, port);
    }

    private DatabaseException Bad(string reason) =>
        new(DatabaseError.BadUrl, $"database URL '{this}': {reason}; write {Scheme}://user:password@host:port/database");

    private static string Redact(string url)
    {
        var at = url.LastIndexOf('@');
        var start = url.IndexOf("//", StringComparison.Ordinal);
        var colon = start < 0 || at < 0 ? -1 : url.IndexOf(':', start + 2);
        return colon >= 0 && colon < at ? string.Concat(url.AsSpan(0, colon + 1), "***", url.AsSpan(at)) : url;
    }
}

/// <summary>What a network driver reads from its <see cref="DatabaseUrl"/>; a null means that the URL does not say.</summary>
public sealed record DatabaseServerAddress(string? User, string? Password, string Host, int? Port, string Database)
{
    /// <summary>Equal for equal connections: the host's letter case does not matter, all else does.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{User}\n{Password}\n{Host.ToLowerInvariant()}\n{Port}\n{Database}");
}
