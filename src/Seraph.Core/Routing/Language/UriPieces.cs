using Seraph.Sip;
using Seraph.Sip.Headers;
using Seraph.Sip.Uris;

namespace Seraph.Core.Routing.Language;

/// <summary>
/// A URI in pieces that can be exchanged and put together again: <c>scheme:user:password@host:port;parameters?headers</c>
/// (spec core-language.md, 6, "URI rewriting details").
/// </summary>
internal ref struct UriPieces
{
    private ReadOnlySpan<byte> _scheme;
    private ReadOnlySpan<byte> _userInfo;
    private ReadOnlySpan<byte> _password;
    private ReadOnlySpan<byte> _host;
    private ReadOnlySpan<byte> _port;
    private ReadOnlySpan<byte> _parameters;
    private ReadOnlySpan<byte> _added;
    private ReadOnlySpan<byte> _headers;
    private ReadOnlySpan<byte> _numberWithParameters; // of a tel URI
    private bool _hasPassword;
    private bool _hasHeaders;
    private bool _withoutTransport;
    private bool _isTel;

    /// <summary>The user part, without the password; of a tel URI the number.</summary>
    public ReadOnlySpan<byte> User => _userInfo;

    /// <summary>The URI has no host, user and number are the same.</summary>
    public bool IsTel => _isTel;

    /// <summary>Takes a URI apart; false for one that has neither user nor host (urn and unknown schemes).</summary>
    public static bool TrySplit(ReadOnlySpan<byte> bytes, in SipUri uri, out UriPieces pieces)
    {
        pieces = default;
        if (!uri.IsSip && !uri.IsTel)
            return false;

        pieces._scheme = uri.SchemeText.Of(bytes);
        pieces._userInfo = uri.User.Of(bytes);
        pieces._password = uri.Password.Of(bytes);
        pieces._hasPassword = uri.Password.Exists;
        pieces._host = uri.Host.Of(bytes);
        pieces._port = uri.PortText.Of(bytes);
        pieces._parameters = uri.Parameters.Of(bytes);
        pieces._headers = uri.Headers.Of(bytes);
        pieces._hasHeaders = uri.Headers.Exists;
        pieces._isTel = uri.IsTel;
        pieces._numberWithParameters = uri.Parameters.Exists ? Slice.Between(uri.User.Start, uri.Parameters.End).Of(bytes) : pieces._userInfo;
        return true;
    }

    /// <summary>Exchanges the user; the password stays. An empty user takes both away. False when a tel URI would lose its number.</summary>
    public bool TrySetUser(ReadOnlySpan<byte> user)
    {
        if (_isTel && user.IsEmpty)
            return false;
        _userInfo = user;
        _hasPassword &= !user.IsEmpty;
        return true;
    }

    /// <summary>Exchanges user and password by <c>user[:password]</c>; a tel URI takes the user only.</summary>
    public bool TrySetUserInfo(ReadOnlySpan<byte> userInfo)
    {
        var colon = userInfo.IndexOf((byte)':');
        if (_isTel && colon >= 0)
            userInfo = userInfo[..colon];
        _hasPassword = false;
        return TrySetUser(userInfo);
    }

    /// <summary>Exchanges the host. A tel URI becomes a sip URI with its number as the user part (RFC 3261, 19.1.6).</summary>
    public void SetHost(ReadOnlySpan<byte> host)
    {
        _host = host;
        if (!_isTel)
            return;
        _isTel = false;
        _scheme = _scheme.Length == 4 ? "sips"u8 : "sip"u8;
        _userInfo = _numberWithParameters;
        _parameters = default;
        _added = ";user=phone"u8;
    }

    /// <summary>Exchanges host and port by <c>host[:port]</c>; the old port goes in any case.</summary>
    public void SetHostPort(ReadOnlySpan<byte> hostPort)
    {
        SetHost(hostPort);
        _port = default;
    }

    /// <summary>Like <see cref="SetHostPort"/>, with parameters behind the port, and the old <c>transport</c> parameter goes.</summary>
    public void SetHostPortTransport(ReadOnlySpan<byte> text)
    {
        SetHostPort(text);
        _withoutTransport = true;
    }

    /// <summary>Exchanges the port; empty takes it away. False for a tel URI, which has none.</summary>
    public bool TrySetPort(ReadOnlySpan<byte> port)
    {
        _port = port;
        return !_isTel;
    }

    /// <summary>Adds a parameter, semicolon included, behind the others.</summary>
    public void AddParameter(ReadOnlySpan<byte> parameter) => _added = parameter;

    /// <summary>Puts the URI together; false when it doesn't fit.</summary>
    public readonly bool TryWrite(Span<byte> destination, out int written)
    {
        var writer = new BoundedWriter(destination);
        writer.Add(_scheme);
        writer.Add(":"u8);
        writer.Add(_userInfo);
        if (_hasPassword)
        {
            writer.Add(":"u8);
            writer.Add(_password);
        }

        if (!_isTel && (!_userInfo.IsEmpty || _hasPassword))
            writer.Add("@"u8);
        writer.Add(_host);
        if (!_port.IsEmpty)
        {
            writer.Add(":"u8);
            writer.Add(_port);
        }

        if (_withoutTransport)
            AddParametersWithoutTransport(ref writer);
        else
            writer.Add(_parameters);
        writer.Add(_added);
        if (_hasHeaders)
        {
            writer.Add("?"u8);
            writer.Add(_headers);
        }

        written = writer.Length;
        return !writer.IsFull;
    }

    private readonly void AddParametersWithoutTransport(ref BoundedWriter writer)
    {
        var reader = new ParameterReader(_parameters, new Slice(0, _parameters.Length));
        while (reader.Next(out var parameter))
        {
            if (parameter.Is(_parameters, "transport"u8))
                continue;
            writer.Add(";"u8);
            writer.Add(parameter.Whole.Of(_parameters));
        }
    }
}
