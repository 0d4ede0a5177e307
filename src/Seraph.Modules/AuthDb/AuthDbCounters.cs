using Seraph.Core.Diagnostics;

namespace Seraph.Modules.AuthDb;

/// <summary>The module's counters; they outlive a reload.</summary>
internal sealed class AuthDbCounters(Statistics statistics)
{
    /// <summary>Credentials that were right.</summary>
    public Counter Accepted { get; } = statistics.AddCounter("auth_db", "accepted", "credentials that were right");

    /// <summary>Credentials of unknown users, or with a wrong password.</summary>
    public Counter Rejected { get; } = statistics.AddCounter("auth_db", "rejected", "credentials of unknown users, or with a wrong password");

    /// <summary>Credentials that were right but for their nonce.</summary>
    public Counter Stale { get; } = statistics.AddCounter("auth_db", "stale", "credentials that were right but for their nonce");

    /// <summary>Credentials that could not be checked.</summary>
    public Counter Failed { get; } = statistics.AddCounter("auth_db", "failed", "credentials that could not be checked because the database failed");
}
