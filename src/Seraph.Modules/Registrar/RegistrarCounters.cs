using Seraph.Core.Diagnostics;

namespace Seraph.Modules.Registrar;

/// <summary>The module's counters; they outlive a reload.</summary>
internal sealed class RegistrarCounters(Statistics statistics)
{
    /// <summary>REGISTER requests that were done.</summary>
    public Counter Accepted { get; } = statistics.AddCounter("registrar", "accepted", "REGISTER requests that were done");

    /// <summary>REGISTER requests that were refused.</summary>
    public Counter Refused { get; } = statistics.AddCounter("registrar", "refused", "REGISTER requests that were refused");

    /// <summary>Requests whose user was found.</summary>
    public Counter Found { get; } = statistics.AddCounter("registrar", "found", "lookups that found a contact");

    /// <summary>Requests whose user was not found.</summary>
    public Counter NotFound { get; } = statistics.AddCounter("registrar", "not_found", "lookups that found none");
}
