namespace Seraph.Core.Transports;

/// <summary>What is wrong with the addresses of a configuration, all of it at once.</summary>
public sealed class ListenProblems
{
    private readonly List<string> _errors = [];
    private readonly List<string> _warnings = [];

    /// <summary>What keeps the server from starting.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>What the operator should know.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    internal void Error(string text) => Add(_errors, text);

    internal void Warning(string text) => Add(_warnings, text);

    private static void Add(List<string> list, string text)
    {
        if (!list.Contains(text)) // an entry without a protocol is looked at once for each
            list.Add(text);
    }
}
