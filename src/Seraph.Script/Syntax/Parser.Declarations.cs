using System.Globalization;
using System.Text;
using Seraph.Script.Diagnostics;
using Seraph.Script.Lexing;
using Seraph.Script.Parameters;

namespace Seraph.Script.Syntax;

/// <content>Statements at the top level.</content>
internal sealed partial class Parser
{
    private static readonly Dictionary<string, RouteBlockKind> RouteKeywords = new(StringComparer.Ordinal)
    {
        ["route"] = RouteBlockKind.Request,
        ["request_route"] = RouteBlockKind.Request,
        ["failure_route"] = RouteBlockKind.Failure,
        ["reply_route"] = RouteBlockKind.Failure, // the name that failure_route had before 0.8.12
        ["onreply_route"] = RouteBlockKind.Reply,
        ["branch_route"] = RouteBlockKind.Branch,
        ["onsend_route"] = RouteBlockKind.OnSend,
        ["event_route"] = RouteBlockKind.Event,
    };

    private static readonly string[] DeclarationKeywords = [.. RouteKeywords.Keys, "flags", "bool", "avpflags", "loadmodule", "loadpath", "mpath", "modparam"];

    private List<DeclarationSyntax> ParseDeclarations()
    {
        var declarations = new List<DeclarationSyntax>();
        while (!AtEnd)
        {
            if (Accept(TokenKind.Semicolon))
                continue;

            var before = _position;
            if (TryParseDeclaration() is { } declaration)
                declarations.Add(declaration);
            else
                SkipDeclaration(before);
        }

        return declarations;
    }

    private DeclarationSyntax? TryParseDeclaration()
    {
        var token = Current;
        if (token.Kind == TokenKind.CloseBrace)
        {
            Fail(DiagnosticCategory.Syntax, token.Span, "\"}\" without a block", "a block before it has one \"}\" too many");
            return null;
        }

        if (token.Kind != TokenKind.Identifier)
        {
            Fail(DiagnosticCategory.Syntax, token.Span, $"statement expected, found {token.Describe()}");
            return null;
        }

        if (RouteKeywords.TryGetValue(token.Text, out var kind))
            return ParseRoute(kind);

        var next = Peek(1);
        return token.Text switch
        {
            "flags" or "bool" => ParseFlags(),
            "avpflags" => ParseAttributeFlags(),
            "loadpath" or "mpath" => ParseLoadPath(),
            "loadmodule" => ParseLoadModule(),
            "modparam" => ParseModuleParameter(),
            "listen" or "alias" when next.Kind == TokenKind.Assign => ParseListen(),
            _ when next.Kind == TokenKind.Assign => ParseAssignment(),
            _ when next.Kind == TokenKind.Dot && Peek(3).Kind == TokenKind.Assign => ParseVariable(),
            _ => UnknownDeclaration(token, next),
        };
    }

    private DeclarationSyntax? UnknownDeclaration(Token token, Token next)
    {
        var isBlock = next.Kind is TokenKind.OpenBrace or TokenKind.OpenBracket;
        var hint = Suggestions.For(token.Text, isBlock ? RouteKeywords.Keys : DeclarationKeywords);
        if (isBlock)
            Fail(DiagnosticCategory.Route, token.Span, $"unknown kind of route \"{token.Text}\"", hint);
        else if (next.Kind == TokenKind.OpenParenthesis)
            Fail(DiagnosticCategory.Syntax, token.Span, $"the command \"{token.Text}\" is outside of a route block", hint);
        else
            Fail(DiagnosticCategory.Syntax, next.Span, $"\"=\" expected after \"{token.Text}\", found {next.Describe()}", hint);

        return null;
    }

    /// <summary>Goes on at the next line that looks like a statement, after a <c>;</c>, or after a block.</summary>
    private void SkipDeclaration(int start)
    {
        if (_position == start)
            Advance();

        while (!AtEnd && !StartsDeclaration())
        {
            if (At(TokenKind.OpenBrace))
            {
                SkipBlock();
                return;
            }

            if (Advance().Kind is TokenKind.Semicolon)
                return;
        }
    }

    private bool StartsDeclaration() =>
        Current.Kind == TokenKind.Identifier
        && LineOf(Current) != LineOf(Previous)
        && (DeclarationKeywords.Contains(Current.Text) || Peek(1).Kind == TokenKind.Assign);

    private RouteDeclaration? ParseRoute(RouteBlockKind kind)
    {
        var keyword = Advance();
        var name = new NameSyntax(keyword.Span, CompiledRoute.MainName);
        if (kind == RouteBlockKind.Event)
            UseModern(keyword.Span, keyword.Text);

        if (Accept(TokenKind.OpenBracket))
        {
            if (TryParseRouteName() is not { } parsed || !Expect(TokenKind.CloseBracket, DiagnosticCategory.Route, "\"]\" expected after the name of the route"))
                return null;

            name = parsed;
        }
        else if (kind == RouteBlockKind.Event)
        {
            Fail(DiagnosticCategory.Route, AfterPrevious, "\"[module:event]\" expected after event_route");
        }

        if (!At(TokenKind.OpenBrace))
        {
            Fail(DiagnosticCategory.Route, Current.Span, $"invalid {keyword.Text} statement: \"{{\" expected, found {Current.Describe()}");
            return null;
        }

        var header = SpanFrom(keyword.Span);
        var body = ParseBlock();
        return new RouteDeclaration(header, kind, name, body.Statements);
    }

    /// <summary>The name of a route: a number, a word (of an event two, joined by a colon), or a string.</summary>
    private NameSyntax? TryParseRouteName()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                Advance();
                return new NameSyntax(token.Span, token.Number.ToString(CultureInfo.InvariantCulture));
            case TokenKind.String:
                Advance();
                return new NameSyntax(token.Span, Encoding.UTF8.GetString(token.Bytes));
            case TokenKind.Identifier or TokenKind.Label:
                Advance();
                while (Current.Kind is TokenKind.Minus or TokenKind.Colon or TokenKind.Dot && IsGlued() && IsHostPart(Peek(1)) && IsGlued(1))
                    _position += 2;

                var span = SpanFrom(token.Span);
                return new NameSyntax(span, span.Source.TextOf(span.Start, span.End));
            default:
                Fail(DiagnosticCategory.Route, token.Span, $"route name expected, found {token.Describe()}", "a number, a word or a string");
                return null;
        }
    }

    private FlagsDeclaration? ParseFlags()
    {
        var keyword = Advance();
        var flags = new List<(NameSyntax, int?)>();
        do
        {
            if (TryParseFlagName("flag list expected") is not { } name)
                return null;

            int? position = null;
            if (Accept(TokenKind.Colon))
            {
                var number = Current;
                if (!Expect(TokenKind.Number, DiagnosticCategory.Flags, "flag position expected after \":\""))
                    return null;

                position = number.Number;
            }

            flags.Add((name, position));
        }
        while (Accept(TokenKind.Comma));
        return new FlagsDeclaration(SpanFrom(keyword.Span), flags);
    }

    private AttributeFlagsDeclaration? ParseAttributeFlags()
    {
        var keyword = Advance();
        var names = new List<NameSyntax>();
        do
        {
            if (TryParseFlagName("avpflag list expected") is not { } name)
                return null;

            names.Add(name);
        }
        while (Accept(TokenKind.Comma));
        return new AttributeFlagsDeclaration(SpanFrom(keyword.Span), names);
    }

    private NameSyntax? TryParseFlagName(string message)
    {
        var token = Current;
        if (token.Kind is not (TokenKind.Identifier or TokenKind.String))
        {
            Fail(DiagnosticCategory.Flags, token.Span, $"{message}, found {token.Describe()}", "names separated by commas, for example: flags nat, acc:5;");
            return null;
        }

        Advance();
        return new NameSyntax(token.Span, token.Kind == TokenKind.String ? Encoding.UTF8.GetString(token.Bytes) : token.Text);
    }

    private LoadPathDeclaration? ParseLoadPath()
    {
        var keyword = Advance();
        Accept(TokenKind.Assign);
        return TryParseText("string expected") is { } path ? new LoadPathDeclaration(SpanFrom(keyword.Span), path.Text) : null;
    }

    private LoadModuleDeclaration? ParseLoadModule()
    {
        var keyword = Advance();
        return TryParseText("string expected") is { } path ? new LoadModuleDeclaration(SpanFrom(keyword.Span), path) : null;
    }

    private ModuleParameterDeclaration? ParseModuleParameter()
    {
        const string hint = "write it like modparam(\"module\", \"parameter\", value)";
        var keyword = Advance();
        if (!Expect(TokenKind.OpenParenthesis, DiagnosticCategory.Module, "\"(\" expected after modparam", hint)
            || TryParseText("module name expected as a string") is not { } pattern
            || !Expect(TokenKind.Comma, DiagnosticCategory.Module, "\",\" expected after the module name", hint)
            || TryParseText("parameter name expected as a string") is not { } name
            || !Expect(TokenKind.Comma, DiagnosticCategory.Module, "\",\" expected after the parameter name", hint)
            || TryParseArgument("parameter value expected, a string or a number") is not { } value
            || !Expect(TokenKind.CloseParenthesis, DiagnosticCategory.Module, "\")\" expected after the value", hint))
            return null;

        return new ModuleParameterDeclaration(SpanFrom(keyword.Span), pattern, name, value);
    }

    private NameSyntax? TryParseText(string message)
    {
        var token = Current;
        if (token.Kind != TokenKind.String)
        {
            Fail(DiagnosticCategory.Module, token.Span, $"{message}, found {token.Describe()}");
            return null;
        }

        Advance();
        return new NameSyntax(token.Span, Encoding.UTF8.GetString(token.Bytes));
    }

    private AssignmentDeclaration? ParseAssignment()
    {
        var name = Advance();
        Advance(); // =
        return TryParseArgument($"value expected for \"{name.Text}\"") is { } value
            ? new AssignmentDeclaration(SpanFrom(name.Span), new NameSyntax(name.Span, name.Text), value)
            : null;
    }

    private VariableDeclaration? ParseVariable()
    {
        var group = Advance();
        Advance(); // .
        var name = Current;
        if (!Expect(TokenKind.Identifier, DiagnosticCategory.Variable, $"variable name expected after \"{group.Text}.\""))
            return null;

        Advance(); // =
        if (TryParseArgument($"value expected for \"{group.Text}.{name.Text}\"") is not { } value)
            return null;

        var description = "";
        if (AcceptWord("description") || AcceptWord("descr") || AcceptWord("desc"))
        {
            if (TryParseText("description expected as a string") is not { } text)
                return null;

            description = text.Text;
        }

        return new VariableDeclaration(
            SpanFrom(group.Span), new NameSyntax(group.Span, group.Text), new NameSyntax(name.Span, name.Text), value, description);
    }

    private ListenDeclaration? ParseListen()
    {
        var name = Advance();
        Advance(); // =
        var entries = new List<ListenEntry>();
        do
        {
            if (TryParseListenEntry() is not { } entry)
                return null;

            entries.Add(entry);
        }
        while (StartsListenEntry());
        return new ListenDeclaration(SpanFrom(name.Span), new NameSyntax(name.Span, name.Text), entries);
    }

    /// <summary>The list has no end mark: it goes on until something that can't be an entry, or that looks like the next statement.</summary>
    private bool StartsListenEntry()
    {
        if (Current.Kind is TokenKind.String or TokenKind.Address or TokenKind.OpenBracket or TokenKind.OpenParenthesis or TokenKind.Star)
            return true;

        if (!IsHostPart(Current) || DeclarationKeywords.Contains(Current.Text))
            return false;

        var next = Peek(1).Kind;
        return next != TokenKind.Assign && !(next == TokenKind.Dot && Peek(3).Kind == TokenKind.Assign);
    }

    private ListenEntry? TryParseListenEntry()
    {
        var start = Current;
        string? protocol = null;
        if (Peek(1).Kind == TokenKind.Colon && (At(TokenKind.Star) || (At(TokenKind.Identifier) && Symbols.ProtocolWords.NumberOf(Current.Text) != 0)))
        {
            protocol = At(TokenKind.Star) ? null : Current.Text.ToLowerInvariant();
            _position += 2;
        }

        var hosts = new List<string>();
        if (Accept(TokenKind.OpenParenthesis))
        {
            do
            {
                if (TryParseListenHost() is not { } one)
                    return null;

                hosts.Add(one);
            }
            while (Accept(TokenKind.Comma));
            if (!Expect(TokenKind.CloseParenthesis, DiagnosticCategory.Listen, "\")\" expected after the addresses"))
                return null;
        }
        else if (TryParseListenHost() is { } host)
        {
            hosts.Add(host);
        }
        else
        {
            return null;
        }

        int? port = null;
        if (At(TokenKind.Colon))
        {
            Advance();
            if (!Accept(TokenKind.Star) && !TryParsePort(out port))
                return null;
        }

        var location = SpanFrom(start.Span).ToLocation();
        var isPlainString = start.Kind == TokenKind.String && port is null && protocol is null;
        if (isPlainString && hosts[0].Contains(':') && SocketArgument.TryParse(hosts[0], out var socket))
            return new ListenEntry(socket.Protocol, [socket.Host], socket.Port == 0 ? null : socket.Port, location);

        return new ListenEntry(protocol, hosts, port, location);
    }

    private string? TryParseListenHost()
    {
        if (At(TokenKind.String))
            return Encoding.UTF8.GetString(Advance().Bytes);

        return TryParseHost("ip address or hostname expected", DiagnosticCategory.Listen)?.Text;
    }

    private bool TryParsePort(out int? port)
    {
        var token = Current;
        port = token.Number;
        if (!Expect(TokenKind.Number, DiagnosticCategory.Listen, "port number expected"))
            return false;

        if (port is >= 0 and <= ushort.MaxValue)
            return true;

        Fail(DiagnosticCategory.Listen, token.Span, $"bad port number {port}, 0 to 65535 expected");
        return false;
    }
}
