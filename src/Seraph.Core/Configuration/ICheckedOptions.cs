namespace Seraph.Core.Configuration;

/// <summary>An options class some of whose parameters depend on one another.</summary>
public interface ICheckedOptions
{
    /// <summary>
    /// Looks at the values as a whole. When the configuration is changed at run time, this is asked of a copy that has the new values already; nothing
    /// changes when it is not content.
    /// </summary>
    /// <returns>What is wrong, in one line, or null.</returns>
    string? Check();
}
