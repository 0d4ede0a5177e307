using System.Text;
using Seraph.Script.Diagnostics;

namespace Seraph.Script.Lexing;

/// <summary>All tokens of a script: follows <c>include_file</c> and the preprocessor lines.</summary>
internal sealed class TokenSource
{
    private const int MaxIncludeDepth = 10;
    private const int MaxFiles = 1000;
    private const int MaxBytes = 64 * 1024 * 1024;
    private const int MaxPathLength = 128;
    private const int MaxNames = 1024;
    private const int MaxConditions = 128;

    private readonly IScriptFiles _files;
    private readonly DiagnosticBag _diagnostics;
    private readonly List<Token> _tokens = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<string> _openPaths = [];
    private int _fileCount;
    private long _byteCount;

    private TokenSource(IScriptFiles files, DiagnosticBag diagnostics)
    {
        _files = files;
        _diagnostics = diagnostics;
    }

    /// <summary>The tokens, ended by one <see cref="TokenKind.EndOfFile"/>.</summary>
    public IReadOnlyList<Token> Tokens => _tokens;

    /// <summary>The rules of the last dialect line, or null when there is none.</summary>
    public ScriptRules? Rules { get; private set; }

    /// <summary>Reads a script; null when the file can't be read.</summary>
    public static TokenSource? Read(string path, IScriptFiles files, DiagnosticBag diagnostics)
    {
        if (!files.TryRead(path, out var content, out var error))
        {
            diagnostics.Error(DiagnosticCategory.Lexer, SourceLocation.None with { File = path }, $"can't read {path}: {error}");
            return null;
        }

        var source = new TokenSource(files, diagnostics);
        source.ReadFile(path, content);
        return source;
    }

    private void ReadFile(string path, byte[] content)
    {
        var text = new SourceText(path, content, _fileCount++);
        _byteCount += content.Length;
        _openPaths.Add(path);
        var lexer = new Lexer(text, _diagnostics);
        var conditions = new Conditions(this, text, lexer);
        lexer.OnDirective = conditions.Handle;
        while (true)
        {
            var token = lexer.Next();
            if (token.Kind == TokenKind.Identifier && token.Text == "include_file")
            {
                Include(lexer, token);
                continue;
            }

            if (token.Kind != TokenKind.EndOfFile)
            {
                _tokens.Add(token);
                continue;
            }

            conditions.ReportOpen();
            _openPaths.RemoveAt(_openPaths.Count - 1);
            if (_openPaths.Count == 0)
                _tokens.Add(token);

            return;
        }
    }

    private void Include(Lexer lexer, Token keyword)
    {
        var name = lexer.Next();
        var span = keyword.Span.To(name.Span);
        if (name.Kind != TokenKind.String || !name.IsDoubleQuoted)
        {
            _diagnostics.Error(DiagnosticCategory.Lexer, keyword.Span, "file name in double quotes expected after include_file");
            lexer.Position = name.Span.Start;
            return;
        }

        var path = UnescapePath(name);
        var directory = Path.GetDirectoryName(_openPaths[^1]) ?? "";
        var beside = Path.Combine(directory, path);
        if (path.Length is 0 or >= MaxPathLength)
            Refuse(span, $"bad file name in include_file, at most {MaxPathLength - 1} characters expected");
        else if (_openPaths.Contains(path) || _openPaths.Contains(beside))
            Refuse(span, $"\"{path}\" includes itself");
        else if (_openPaths.Count > MaxIncludeDepth)
            Refuse(span, $"include_file nested deeper than {MaxIncludeDepth} levels");
        else if (_fileCount >= MaxFiles || _byteCount > MaxBytes)
            Refuse(span, "too many or too large files are included");
        else if (_files.TryRead(path, out var content, out var error))
            ReadFile(path, content);
        else if (beside != path && _files.TryRead(beside, out content, out error))
            ReadFile(beside, content);
        else
            Refuse(span, $"can't read the included file \"{path}\": {error}");
    }

    private void Refuse(SourceSpan span, string message) => _diagnostics.Error(DiagnosticCategory.Lexer, span, message);

    /// <summary>In file names a backslash quotes the next character, except in <c>\t \n \r</c>.</summary>
    private static string UnescapePath(Token token)
    {
        var raw = token.Span.Source.TextOf(token.Span.Start + 1, Math.Max(token.Span.Start + 1, token.Span.End - 1));
        var path = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '\\' && i + 1 < raw.Length)
                path.Append(raw[++i] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', var c => c });
            else
                path.Append(raw[i]);
        }

        return path.ToString();
    }

    /// <summary>The preprocessor lines of one file.</summary>
    private sealed class Conditions(TokenSource owner, SourceText text, Lexer lexer)
    {
        private readonly Stack<(SourceSpan Span, bool HasElse)> _open = new();

        public void Handle(int start, int end)
        {
            var span = SpanOf(start, end);
            var words = text.TextOf(start + 2, end).Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            var (word, argument) = (words.ElementAtOrDefault(0) ?? "", words.ElementAtOrDefault(1));
            if (Dialect.Find(word) is { } rules && argument is null)
                owner.Rules = rules;
            else if (word == "define")
                Define(span, words);
            else if (word is "ifdef" or "ifndef")
                If(span, word, argument);
            else if (word == "else" || word == "endif")
                Close(span, word);
            else if (word.Length > 0 && word[0] != '/' && argument is null)
                owner._diagnostics.Warning(DiagnosticCategory.Lexer, span, $"unknown directive \"#!{word}\" is taken for a comment", Suggestion(word));
        }

        public void ReportOpen()
        {
            foreach (var (span, _) in _open)
                owner.Refuse(span, "missing #!endif");
        }

        private static string? Suggestion(string word) =>
            Suggestions.For(word, ["SER", "KAMAILIO", "OPENSER", "MAXCOMPAT", "ALL", "define", "ifdef", "ifndef", "else", "endif"]);

        private void Define(SourceSpan span, string[] words)
        {
            if (words.Length != 2)
                owner.Refuse(span, words.Length < 2 ? "name expected after #!define" : "#!define takes a name and no value");
            else if (owner._names.Count >= MaxNames)
                owner.Refuse(span, $"more than {MaxNames} names are defined");
            else if (!owner._names.Add(words[1]))
                owner.Refuse(span, $"\"{words[1]}\" is defined already");
        }

        private void If(SourceSpan span, string word, string? name)
        {
            if (name is null)
            {
                owner.Refuse(span, $"name expected after #!{word}");
                return;
            }

            if (_open.Count >= MaxConditions)
            {
                owner.Refuse(span, $"#!ifdef nested deeper than {MaxConditions} levels");
                lexer.Position = text.Bytes.Length;
                return;
            }

            _open.Push((span, false));
            if (owner._names.Contains(name) != (word == "ifdef"))
                SkipBranch();
        }

        /// <summary>An <c>#!else</c> or <c>#!endif</c> after a branch that was read.</summary>
        private void Close(SourceSpan span, string word)
        {
            if (!_open.TryPop(out var condition))
            {
                owner.Refuse(span, $"#!{word} without #!ifdef");
                return;
            }

            if (word == "endif")
                return;

            if (condition.HasElse)
                owner.Refuse(span, "second #!else of one #!ifdef");

            _open.Push((condition.Span, true));
            SkipBranch();
        }

        /// <summary>Skips lines, without looking at strings or comments, up to the <c>#!else</c> or <c>#!endif</c> of the innermost condition.</summary>
        private void SkipBranch()
        {
            var depth = 0;
            while (lexer.Position < text.Bytes.Length)
            {
                var start = lexer.Position;
                var end = Array.IndexOf(text.Bytes, (byte)'\n', start);
                lexer.Position = end < 0 ? text.Bytes.Length : end + 1;
                var line = text.TextOf(start, end < 0 ? text.Bytes.Length : end).AsSpan().Trim();
                if (!line.StartsWith("#!"))
                    continue;

                line = line[2..].Trim();
                if (line.StartsWith("ifdef") || line.StartsWith("ifndef"))
                {
                    depth++;
                }
                else if (line.StartsWith("endif") && depth-- == 0)
                {
                    _open.Pop();
                    return;
                }
                else if (line.StartsWith("else") && depth == 0)
                {
                    var (span, hasElse) = _open.Pop();
                    if (hasElse)
                        owner.Refuse(SpanOf(start, lexer.Position), "second #!else of one #!ifdef");

                    _open.Push((span, true));
                    return;
                }
            }
        }

        private SourceSpan SpanOf(int start, int end)
        {
            while (end > start && text.Bytes[end - 1] is (byte)'\r' or (byte)'\n' or (byte)' ')
                end--;

            return new SourceSpan(text, start, end);
        }
    }
}
