using System.Reflection;

namespace Seraph.Script.Symbols;

/// <summary>The words of scripts that stand for members of an enum.</summary>
internal static class EnumWords
{
    public static object? Find(Type type, string word) =>
        Fields(type).FirstOrDefault(f => WordsOf(f).Contains(word, StringComparer.OrdinalIgnoreCase))?.GetValue(null);

    /// <summary>The first word of every member.</summary>
    public static IEnumerable<string> AllOf(Type type) => Fields(type).Select(f => WordsOf(f)[0]);

    public static string NameOf(Enum value) =>
        Fields(value.GetType()).FirstOrDefault(f => value.Equals(f.GetValue(null))) is { } field ? WordsOf(field)[0] : value.ToString();

    private static FieldInfo[] Fields(Type type) => type.GetFields(BindingFlags.Public | BindingFlags.Static);

    private static IReadOnlyList<string> WordsOf(FieldInfo field) => field.GetCustomAttribute<WordAttribute>()?.Words ?? [field.Name];
}

/// <summary>The protocol words: all lower or all upper case.</summary>
internal static class ProtocolWords
{
    /// <summary>udp 1, tcp 2, tls 3, sctp 4; 0 for any other word.</summary>
    public static int NumberOf(string word) => word switch
    {
        "udp" or "UDP" => 1,
        "tcp" or "TCP" => 2,
        "tls" or "TLS" => 3,
        "sctp" or "SCTP" => 4,
        _ => 0,
    };
}
