namespace Seraph.Core.Location;

/// <summary>How long the texts of a binding may be, in bytes. Callers refuse or cut what is longer; a table never gets it.</summary>
public static class LocationLimits
{
    /// <summary>A user id: as long as the column.</summary>
    public const int Uid = 64;

    /// <summary>A contact or received URI held in memory: the longest that a branch can have.</summary>
    public const int Contact = 1023;

    /// <summary>A contact or received URI that is written to a database, as long as the column.</summary>
    public const int StoredContact = 255;

    /// <summary>An address of record; longer ones are refused.</summary>
    public const int Aor = 255;

    /// <summary>A Call-ID; longer ones are cut.</summary>
    public const int CallId = 255;

    /// <summary>A user agent; longer ones are cut.</summary>
    public const int UserAgent = 64;

    /// <summary>A <c>+sip.instance</c>.</summary>
    public const int Instance = 255;

    /// <summary>All values of Path together.</summary>
    public const int Path = 2048;

    /// <summary>Bindings of one user, whatever <c>max_contacts</c> says.</summary>
    public const int Bindings = 1000;
}
