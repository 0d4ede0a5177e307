using Seraph.Core.Diagnostics;
using Seraph.Core.Dns;

namespace Seraph.Core.Configuration;

/// <summary>Makes changes of the core's parameters felt where a value is kept elsewhere, and adds the variables of the core that are commands.</summary>
public static class CoreConfiguration
{
    /// <summary>The group of the core's parameters.</summary>
    public const string Group = "core";

    /// <summary>Adds the parameters to a configuration and follows their changes.</summary>
    /// <param name="configuration">The configuration of the program.</param>
    /// <param name="options">The parameters, after <see cref="CoreOptions.Settle"/>.</param>
    /// <param name="logging">Gets the log level.</param>
    /// <param name="syslog">Gets the facility; null when the log goes elsewhere.</param>
    /// <param name="resolver">Gets the settings of name resolution.</param>
    public static RuntimeOptions<CoreOptions> Add(
        RuntimeConfiguration configuration,
        CoreOptions options,
        ServerLogging logging,
        SyslogTarget? syslog,
        NameResolver resolver)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(logging);
        ArgumentNullException.ThrowIfNull(resolver);
        var runtime = configuration.Add(Group, options);
        configuration.AddTrigger(Group, "dns_reinit", "1 reads the system's resolver configuration again", 1, 1, _ => resolver.Reload());
        foreach (var name in (string[])["mem_dump_pkg", "mem_dump_shm"])
        {
            configuration.AddTrigger(Group, name, "logs the state of the memory", int.MinValue, int.MaxValue, _ =>
            {
                if (logging.Threshold.IsEnabled(options.MemoryLogLevel))
                    logging.Output.Write(options.MemoryLogLevel, "memory", MemoryStatus.Describe());
            });
        }

        Apply();
        configuration.OnChange(Group, Apply);
        return runtime;

        void Apply()
        {
            logging.Threshold.Debug = options.Debug;
            if (syslog is not null)
                syslog.Facility = options.LogFacility;

            var settings = options.ToDnsSettings();
            if (settings != resolver.Settings)
                resolver.Settings = settings;
        }
    }
}
