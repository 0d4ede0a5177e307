namespace Seraph.Script.Lexing;

/// <summary>The <c>#!</c> lines that choose a dialect.</summary>
internal static class Dialect
{
    /// <summary>The rules of a dialect line, or null when the name is none.</summary>
    public static ScriptRules? Find(string name) => name switch
    {
        "SER" or "MAXCOMPAT" or "ALL" => ScriptRules.Modern,
        "KAMAILIO" or "OPENSER" => ScriptRules.Kamailio,
        _ => null,
    };
}
