namespace Seraph.Script;

/// <summary>What a function returns to the script: above 0 is true, below 0 is false, and 0 ends the script.</summary>
public readonly record struct ScriptResult(int Code)
{
    /// <summary>Success, 1.</summary>
    public static readonly ScriptResult True = new(1);

    /// <summary>Failure, -1.</summary>
    public static readonly ScriptResult False = new(-1);

    /// <summary>Ends the script, like <c>exit</c>.</summary>
    public static readonly ScriptResult Stop = new(0);

    /// <summary><see cref="True"/> or <see cref="False"/>.</summary>
    public static implicit operator ScriptResult(bool value) => FromBoolean(value);

    /// <summary><see cref="True"/> or <see cref="False"/>.</summary>
    public static ScriptResult FromBoolean(bool value) => value ? True : False;
}
