using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Seraph.Sip;

namespace Seraph.Fuzz;

/// <summary>
/// A slow and obvious reader of SIP messages: strings, regular expressions, no state. What it says must be what the real parser says.
/// </summary>
internal sealed partial class SipReference
{
    private const string Space = @"[ \t\r\n]*";
    private const string Token = @"[A-Za-z0-9\-.!%*_+`'~]+";
    private const string Quoted = "\"(?:[^\"\\\\]|\\\\.)*\"";
    private const string OneParameter =
        "(?>" + Space + ";" + Space + "([^=;, \\t\\r\\n\"<>]+)(?>" + Space + "=" + Space + "(" + Quoted + "|(?!\")[^;, \\t\\r\\n\"<>]*))?)";

    private SipReference()
    {
    }

    public SipParseStatus Status { get; private set; }

    public string Text { get; private set; } = "";

    public bool IsRequest { get; private set; }

    public string Method { get; private set; } = "";

    public string RequestUri { get; private set; } = "";

    public int Code { get; private set; }

    public string Reason { get; private set; } = "";

    public List<(string Name, string Body)> Headers { get; } = [];

    public string Body { get; private set; } = "";

    public static SipReference Read(string text)
    {
        var result = new SipReference();
        result.ReadMessage(text.TrimStart('\r', '\n'));
        return result;
    }

    public List<string> All(HeaderKind kind) =>
        [.. Headers.Where(h => HeaderNames.Find(System.Text.Encoding.Latin1.GetBytes(h.Name)) == kind).Select(h => h.Body)];

    public string? First(HeaderKind kind) => All(kind).FirstOrDefault();

    private void Fault(SipParseStatus status)
    {
        if (Status == SipParseStatus.Ok)
            Status = status;
    }

    private void ReadMessage(string text)
    {
        Text = text;
        if (text.Length == 0)
        {
            Status = SipParseStatus.Empty;
            return;
        }

        if (text.Length > SipLimits.Default.MaxMessageLength)
        {
            Status = SipParseStatus.MessageTooLarge;
            return;
        }

        var lineEnd = text.IndexOf('\n', StringComparison.Ordinal);
        if (lineEnd < 0)
        {
            Status = LooksLikeSip(text) ? SipParseStatus.UnterminatedHeaders : SipParseStatus.NotSip;
            return;
        }

        ReadStartLine(StripReturn(text[..lineEnd]));
        if (Status == SipParseStatus.NotSip)
            return;

        var position = lineEnd + 1;
        while (true)
        {
            if (position >= text.Length)
            {
                Fault(SipParseStatus.UnterminatedHeaders);
                return;
            }

            var rest = text[position..];
            if (rest.StartsWith('\n') || rest.StartsWith("\r\n", StringComparison.Ordinal))
            {
                ReadBody(rest[(rest[0] == '\n' ? 1 : 2)..]);
                return;
            }

            var match = LogicalLine().Match(rest);
            if (LoneReturn().IsMatch(match.Success ? StripReturn(match.Groups[1].Value) : rest))
                Fault(SipParseStatus.BadHeaderLine);
            if (!match.Success)
            {
                Fault(SipParseStatus.UnterminatedHeaders);
                return;
            }

            ReadHeader(StripReturn(match.Groups[1].Value));
            position += match.Length;
        }
    }

    private void ReadStartLine(string line)
    {
        if (line.StartsWith("SIP/", StringComparison.OrdinalIgnoreCase))
        {
            var match = StatusLine().Match(line);
            if (!match.Success)
            {
                Fault(SipParseStatus.BadStatusLine);
            }
            else
            {
                Code = int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
                Reason = match.Groups[3].Value;
                if (!match.Groups[1].Value.Equals("SIP/2.0", StringComparison.OrdinalIgnoreCase))
                    Fault(SipParseStatus.UnsupportedVersion);
                else if (line.Contains('\r', StringComparison.Ordinal))
                    Fault(SipParseStatus.BadStatusLine);
            }

            return;
        }

        if (!LooksLikeSip(line))
        {
            Status = SipParseStatus.NotSip;
            return;
        }

        IsRequest = true;
        Method = line.Split(' ')[0];
        var parts = line.Split(' ');
        if (parts.Length != 3 || !IsToken(parts[0]) || parts[1].Length == 0 || parts[1].Contains('\t', StringComparison.Ordinal))
        {
            Fault(SipParseStatus.BadRequestLine);
            return;
        }

        RequestUri = parts[1];
        if (!parts[2].Equals("SIP/2.0", StringComparison.OrdinalIgnoreCase))
            Fault(parts[2].StartsWith("SIP/", StringComparison.Ordinal) ? SipParseStatus.UnsupportedVersion : SipParseStatus.BadRequestLine);
        else if (line.Contains('\r', StringComparison.Ordinal))
            Fault(SipParseStatus.BadRequestLine);
    }

    private void ReadHeader(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var name = colon <= 0 ? "" : line[..colon].TrimEnd(' ', '\t', '\r', '\n');
        if (!IsToken(name))
        {
            Fault(SipParseStatus.BadHeaderLine);
            return;
        }

        if (Headers.Count == SipLimits.Default.MaxHeaders)
            Fault(SipParseStatus.TooManyHeaders);
        else
            Headers.Add((name, line[(colon + 1)..].Trim(' ', '\t', '\r', '\n')));
    }

    private void ReadBody(string rest)
    {
        Body = rest;
        var lengths = All(HeaderKind.ContentLength);
        if (lengths.Count == 0)
            return;
        if (lengths.Count > 1 || !Digits().IsMatch(lengths[0]) || BigInteger.Parse(lengths[0], CultureInfo.InvariantCulture) > int.MaxValue)
            Fault(SipParseStatus.BadContentLength);
        else if (BigInteger.Parse(lengths[0], CultureInfo.InvariantCulture) > rest.Length)
            Fault(SipParseStatus.BodyTooShort);
        else
            Body = rest[..int.Parse(lengths[0], CultureInfo.InvariantCulture)];
    }

    /// <summary>Number and method of CSeq; null when it is no good.</summary>
    public static (uint Number, string Method)? ReadCSeq(string body)
    {
        var match = CSeq().Match(body);
        if (!match.Success || BigInteger.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) > int.MaxValue)
            return null;
        return (uint.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), match.Groups[2].Value);
    }

    /// <summary>Transport, host, port and parameters of the first Via value; null when it is no good.</summary>
    public static (string Transport, string Host, int Port, List<(string Name, string? Value)> Parameters)? ReadVia(string body)
    {
        var match = Via().Match(body);
        if (!match.Success || !IsHost(match.Groups["host"].Value) || ReadPort(match.Groups["port"]) is not { } port)
            return null;
        var (parameters, rest) = ReadParameters(match.Groups["rest"].Value);
        if (parameters is null || !EndsValue(SkipComment(rest.TrimStart(' ', '\t', '\r', '\n'))))
            return null;
        var rport = parameters.Find(p => p.Name.Equals("rport", StringComparison.OrdinalIgnoreCase)).Value;
        if (!string.IsNullOrEmpty(rport))
        {
            var number = Unquote(rport).Trim(' ', '\t', '\r', '\n');
            if (number.Length == 0 ? Unquote(rport).Length > 0 : !IsPort(number))
                return null;
        }

        return (match.Groups["transport"].Value, match.Groups["host"].Value, port, parameters);
    }

    /// <summary>Display name, URI and parameters of a From, To or the like that is no list; null when it is no good.</summary>
    public static (string Name, string Uri, List<(string Name, string? Value)> Parameters)? ReadAddress(string body)
    {
        string name;
        string uri;
        string rest;
        var match = NameAddress().Match(body);
        if (match.Success)
        {
            name = match.Groups["name"].Value.Trim(' ', '\t', '\r', '\n');
            uri = match.Groups["uri"].Value;
            rest = match.Groups["rest"].Value;
        }
        else
        {
            match = BareAddress().Match(body);
            if (!match.Success)
                return null;
            name = "";
            uri = match.Groups["uri"].Value;
            rest = match.Groups["rest"].Value;
            if (uri.IndexOf(':', StringComparison.Ordinal) <= 0 || uri.Contains('?', StringComparison.Ordinal))
                return null;
        }

        if (uri.Length == 0 || NotInUri().IsMatch(uri))
            return null;
        var (parameters, end) = ReadParameters(rest);
        return parameters is null || end.Trim(' ', '\t', '\r', '\n').Length > 0 ? null : (name, uri, parameters);
    }

    /// <summary>Scheme, user, host and port of a URI; null when it is no good. Host and port of a scheme other than sip and sips are empty.</summary>
    public static (string Scheme, string User, string Host, int Port)? ReadUri(string text)
    {
        var match = Scheme().Match(text);
        if (!match.Success || NotInUri().IsMatch(text))
            return null;
        var scheme = match.Groups[1].Value;
        var rest = match.Groups[2].Value;
        switch (scheme.ToUpperInvariant())
        {
            case "SIP" or "SIPS":
                var sip = SipUri().Match(rest);
                if (!sip.Success || !IsHost(sip.Groups["host"].Value) || ReadPort(sip.Groups["port"]) is not { } port)
                    return null;
                if (sip.Groups["params"].Success && ReadParameters(sip.Groups["params"].Value) is not ({ }, ""))
                    return null;
                return (scheme, sip.Groups["user"].Value, sip.Groups["host"].Value, port);
            case "TEL" or "TELS":
                var tel = TelUri().Match(rest);
                if (!tel.Success || !tel.Groups["number"].Value.Any(char.IsAsciiHexDigit) && !tel.Groups["number"].Value.Any(c => c is '*' or '#'))
                    return null;
                if (tel.Groups["params"].Success && ReadParameters(tel.Groups["params"].Value) is not ({ }, ""))
                    return null;
                return (scheme, tel.Groups["number"].Value, "", 0);
            default:
                return rest.Length == 0 ? null : (scheme, "", "", 0);
        }
    }

    public static string Unquote(string value) => value.StartsWith('"') ? value[1..^1] : value;

    // Null in place of the list: a semicolon with no parameter behind it.
    private static (List<(string Name, string? Value)>? Parameters, string Remainder) ReadParameters(string text)
    {
        var list = new List<(string, string?)>();
        while (Parameter().Match(text) is { Success: true } match)
        {
            list.Add((match.Groups[1].Value, match.Groups[2].Success ? match.Groups[2].Value : null));
            text = text[match.Length..];
        }

        return (text.TrimStart(' ', '\t', '\r', '\n').StartsWith(';') ? null : list, text);
    }

    private static bool EndsValue(string rest) => rest.Length == 0 || rest[0] == ',';

    private static string SkipComment(string text)
    {
        if (!text.StartsWith('('))
            return text;
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == '(')
                depth++;
            else if (text[i] == ')' && --depth == 0)
                return text[(i + 1)..].TrimStart(' ', '\t', '\r', '\n');
        }

        return "unclosed";
    }

    private static bool IsHost(string host)
    {
        if (!host.StartsWith('['))
            return true;
        var address = host[1..^1];
        return address.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.') && address.Contains(':', StringComparison.Ordinal)
            && System.Net.IPAddress.TryParse(address, out _);
    }

    private static int? ReadPort(Group port)
    {
        if (!port.Success)
            return 0;
        return IsPort(port.Value) ? int.Parse(port.Value, CultureInfo.InvariantCulture) : null;
    }

    private static bool IsPort(string text) =>
        Digits().IsMatch(text) && BigInteger.Parse(text, CultureInfo.InvariantCulture) is var number && number > 0 && number <= 65535;

    private static bool IsToken(string text) => WholeToken().IsMatch(text);

    private static string StripReturn(string line) => line.EndsWith('\r') ? line[..^1] : line;

    private static bool LooksLikeSip(string line) => SipAtEnd().IsMatch(line.TrimEnd(' ', '\t', '\r'));

    [GeneratedRegex(@"[ \t]SIP/[^/]*\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SipAtEnd();

    [GeneratedRegex(@"\A(SIP/[^ ]*) ([1-6][0-9][0-9])(?: (.*))?\z", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex StatusLine();

    [GeneratedRegex(@"\A([^\n]*(?:\n[ \t][^\n]*)*)\n(?![ \t])")]
    private static partial Regex LogicalLine();

    [GeneratedRegex(@"\r(?!\n)")]
    private static partial Regex LoneReturn();

    [GeneratedRegex(@"\A[0-9]+\z")]
    private static partial Regex Digits();

    [GeneratedRegex(@"\A" + Token + @"\z")]
    private static partial Regex WholeToken();

    [GeneratedRegex(@"\A([0-9]+)[ \t\r\n]+(" + Token + @")\z")]
    private static partial Regex CSeq();

    [GeneratedRegex(
        @"\A(?>" + Token + ")" + Space + "/" + Space + "(?>" + Token + ")" + Space + "/" + Space + "(?<transport>(?>" + Token + @"))[ \t\r\n]+"
        + @"(?<host>(?>\[[^\]]*\]|[A-Za-z0-9._\-]+))(?>" + Space + ":" + Space + @"(?<port>[0-9]+))?(?<rest>(?!" + Space + @":).*)\z",
        RegexOptions.Singleline)]
    private static partial Regex Via();

    [GeneratedRegex(@"\A" + OneParameter, RegexOptions.Singleline)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\A" + Space + "(?>(?<name>" + Quoted + ")" + Space + "|(?<name>[^<;,\"]*))<(?<uri>[^>]*)>(?<rest>.*)\\z", RegexOptions.Singleline)]
    private static partial Regex NameAddress();

    [GeneratedRegex(@"\A" + Space + "(?![^<;,\"]*<)(?!\")(?<uri>[^;, \\t\\r\\n]*)(?<rest>.*)\\z", RegexOptions.Singleline)]
    private static partial Regex BareAddress();

    [GeneratedRegex("[\\x00-\\x20\"<>\\x7f]")]
    private static partial Regex NotInUri();

    [GeneratedRegex(@"\A([A-Za-z][A-Za-z0-9+.\-]*):(.*)\z", RegexOptions.Singleline)]
    private static partial Regex Scheme();

    [GeneratedRegex(
        @"\A(?:(?<user>[^@:]+)(?::(?<password>[^@]*))?@|(?![^@]*@))(?<host>(?>\[[^\]]*\]|[A-Za-z0-9._\-]+))(?::(?<port>[0-9]+))?(?<params>;[^?]*)?(?:\?.*)?\z",
        RegexOptions.Singleline)]
    private static partial Regex SipUri();

    [GeneratedRegex(@"\A(?<number>\+[0-9().\-]*|[0-9A-Fa-f*#().\-]*)(?<params>;.*)?\z", RegexOptions.Singleline)]
    private static partial Regex TelUri();
}
