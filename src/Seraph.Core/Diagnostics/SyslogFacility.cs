using System.Collections.Frozen;

namespace Seraph.Core.Diagnostics;

/// <summary>The syslog facilities that <c>log_facility</c> may name (RFC 3164, 4.1.1, with the names of syslog(3)).</summary>
public static class SyslogFacility
{
    /// <summary>The facility of daemons: the default.</summary>
    public const int Daemon = 3;

    private static readonly FrozenDictionary<string, int> Numbers = new Dictionary<string, int>
    {
        ["LOG_KERN"] = 0,
        ["LOG_USER"] = 1,
        ["LOG_MAIL"] = 2,
        ["LOG_DAEMON"] = Daemon,
        ["LOG_AUTH"] = 4,
        ["LOG_SYSLOG"] = 5,
        ["LOG_LPR"] = 6,
        ["LOG_NEWS"] = 7,
        ["LOG_UUCP"] = 8,
        ["LOG_CRON"] = 9,
        ["LOG_AUTHPRIV"] = 10,
        ["LOG_FTP"] = 11,
        ["LOG_LOCAL0"] = 16,
        ["LOG_LOCAL1"] = 17,
        ["LOG_LOCAL2"] = 18,
        ["LOG_LOCAL3"] = 19,
        ["LOG_LOCAL4"] = 20,
        ["LOG_LOCAL5"] = 21,
        ["LOG_LOCAL6"] = 22,
        ["LOG_LOCAL7"] = 23,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds the number of a facility; the case of the name doesn't matter.</summary>
    public static bool TryParse(string name, out int facility) => Numbers.TryGetValue(name, out facility);
}
