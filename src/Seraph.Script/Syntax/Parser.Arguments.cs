using System.Text;
using Seraph.Script.Attributes;
using Seraph.Script.Diagnostics;
using Seraph.Script.Lexing;
using Seraph.Script.Parameters;
using Seraph.Script.Symbols;

namespace Seraph.Script.Syntax;

/// <content>Arguments of calls, values of assignments, hosts and sockets.</content>
internal sealed partial class Parser
{
    /// <summary>The value of a boolean or address family word; null for any other.</summary>
    private static int? WordNumber(string word) => word switch
    {
        "yes" or "true" or "on" or "enable" => 1,
        "no" or "false" or "off" or "disable" => 0,
        "inet" or "INET" => 2, // AF_INET and AF_INET6 of Linux
        "inet6" or "INET6" => 10,
        _ => null,
    };

    private static bool IsHostPart(Token token) => token.Kind is TokenKind.Identifier or TokenKind.Label or TokenKind.Number;

    /// <summary>Reads <c>( argument, argument … )</c>.</summary>
    private List<ArgumentSyntax>? TryParseArguments(string command)
    {
        var arguments = new List<ArgumentSyntax>();
        Advance(); // (
        if (Accept(TokenKind.CloseParenthesis))
            return arguments;

        do
        {
            if (TryParseArgument($"bad argument of {command}, string/number expected") is not { } argument)
                return null;

            arguments.Add(argument);
        }
        while (Accept(TokenKind.Comma));

        return Expect(TokenKind.CloseParenthesis, DiagnosticCategory.Command, $"missing \")\" or \",\" in the arguments of {command}") ? arguments : null;
    }

    private ArgumentSyntax? TryParseArgument(string message)
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.String:
                var text = ParseStrings();
                return new ArgumentSyntax(text.Span, ScriptArgumentKind.Text, text.Value);
            case TokenKind.Minus when Peek(1).Kind == TokenKind.Number && IsGlued(1):
                Advance();
                return Number(token.Span, -Advance().Number);
            case TokenKind.Number when !(Peek(1).Kind is TokenKind.Dot or TokenKind.Minus && IsGlued(1) && IsHostPart(Peek(2)) && IsGlued(2)):
                Advance();
                return Number(token.Span, token.Number);
            case TokenKind.Attribute:
                return TryParseAttribute() is { } attribute
                    ? new ArgumentSyntax(attribute.Span, ScriptArgumentKind.Attribute, RawText(attribute.Span)) { Attribute = attribute.Attribute }
                    : null;
            case TokenKind.At:
                return TryParseSelect() is { } select ? new ArgumentSyntax(select.Span, ScriptArgumentKind.Select, RawText(select.Span)) : null;
            case TokenKind.Identifier when WordNumber(token.Text) is { } value:
                Advance();
                return Number(token.Span, value);
            case TokenKind.Identifier when token.Text == "uri" && Peek(1).Kind == TokenKind.Colon && IsGlued(1):
                return TryParseUriPart();
            case TokenKind.Identifier or TokenKind.Label or TokenKind.Number or TokenKind.Address or TokenKind.OpenBracket or TokenKind.Star:
                return TryParseSocket();
            default:
                Fail(DiagnosticCategory.Command, token.Span, $"{message}, found {token.Describe()}");
                return null;
        }
    }

    private ArgumentSyntax Number(SourceSpan start, int number)
    {
        var span = SpanFrom(start);
        return new ArgumentSyntax(span, ScriptArgumentKind.Number, Encoding.ASCII.GetBytes(number.ToString())) { Number = number };
    }

    private static byte[] RawText(SourceSpan span) => span.Source.Bytes[span.Start..span.End];

    /// <summary>A string; several in double quotes after one another are one.</summary>
    private StringExpression ParseStrings()
    {
        var first = Advance();
        if (!first.IsDoubleQuoted || !At(TokenKind.String) || !Current.IsDoubleQuoted)
            return new StringExpression(first.Span, first.Bytes);

        var bytes = new List<byte>(first.Bytes);
        while (At(TokenKind.String) && Current.IsDoubleQuoted)
            bytes.AddRange(Advance().Bytes);

        return new StringExpression(SpanFrom(first.Span), [.. bytes]);
    }

    private ArgumentSyntax? TryParseUriPart()
    {
        var start = Advance();
        Advance(); // :
        var kind = Current.Text switch { "host" => ScriptArgumentKind.UriHost, "port" => ScriptArgumentKind.UriPort, _ => ScriptArgumentKind.Word };
        if (kind == ScriptArgumentKind.Word)
        {
            Fail(DiagnosticCategory.Command, Current.Span, $"host or port expected after \"uri:\", found {Current.Describe()}");
            return null;
        }

        Advance();
        var span = SpanFrom(start.Span);
        return new ArgumentSyntax(span, kind, RawText(span));
    }

    /// <summary>A word, host or address, which with a protocol or a port is a socket.</summary>
    private ArgumentSyntax? TryParseSocket()
    {
        var start = Current;
        string? protocol = null;
        var hasProtocol = Peek(1).Kind == TokenKind.Colon && (At(TokenKind.Star) || (At(TokenKind.Identifier) && ProtocolWords.NumberOf(start.Text) != 0));
        if (hasProtocol)
        {
            protocol = At(TokenKind.Star) ? null : start.Text.ToLowerInvariant();
            _position += 2;
        }

        if (TryParseHost("ip address or hostname expected", DiagnosticCategory.Command) is not { } host)
            return null;

        int? port = null;
        var hasPort = At(TokenKind.Colon) && Peek(1).Kind is TokenKind.Number or TokenKind.Star;
        if (hasPort)
        {
            Advance();
            if (!Accept(TokenKind.Star) && !TryParsePort(out port))
                return null;
        }

        var span = SpanFrom(start.Span);
        if (hasProtocol || hasPort)
        {
            var socket = new SocketArgument(protocol, host.Text, host.Address, port ?? 0);
            return new ArgumentSyntax(span, ScriptArgumentKind.Socket, RawText(span)) { Socket = socket };
        }

        var kind = host.Address.IsDefined ? ScriptArgumentKind.Address : ScriptArgumentKind.Word;
        return new ArgumentSyntax(span, kind, Encoding.UTF8.GetBytes(host.Text)) { Address = host.Address };
    }

    /// <summary>A host: labels joined by dots and dashes without blanks, an address, or an IPv6 address in brackets.</summary>
    private (string Text, IpValue Address, SourceSpan Span)? TryParseHost(string message, DiagnosticCategory category)
    {
        var start = Current;
        if (start.Kind == TokenKind.Address)
        {
            Advance();
            return (start.Text, start.Address, start.Span);
        }

        if (start.Kind == TokenKind.OpenBracket && Peek(1).Kind == TokenKind.Address)
        {
            Advance();
            var address = Advance();
            if (!Expect(TokenKind.CloseBracket, category, "\"]\" expected after the address"))
                return null;

            return (address.Text, address.Address, SpanFrom(start.Span));
        }

        if (!IsHostPart(start))
        {
            Fail(category, start.Span, $"{message}, found {start.Describe()}");
            return null;
        }

        var span = ParseLabels();
        return (span.Source.TextOf(span.Start, span.End), default, span);
    }

    private SourceSpan ParseLabels()
    {
        var start = Advance();
        while (true)
        {
            // A dash or dot belongs to the host when something is glued to it; "a--b" is a host too.
            var joints = 0;
            while (Peek(joints).Kind is TokenKind.Dot or TokenKind.Minus && IsGlued(joints))
                joints++;

            if (joints == 0 || !IsHostPart(Peek(joints)) || !IsGlued(joints))
                return SpanFrom(start.Span);

            _position += joints + 1;
        }
    }
}
