using Microsoft.Extensions.Logging.Abstractions;
using Seraph.Core.Configuration;
using Seraph.Core.Diagnostics;
using Seraph.Core.Dns;
using Seraph.Core.Tests.Diagnostics;
using Seraph.Core.Tests.Dns;
using Seraph.Script;
using Seraph.Script.Symbols;
using Seraph.Testing;

namespace Seraph.Core.Tests.Configuration;

public sealed class CoreConfigurationTests : NameResolverFixture
{
    private readonly RuntimeConfiguration _configuration = new(new ListLogger<RuntimeConfiguration>());
    private readonly CoreOptions _options = new() { Debug = 2 };

    [Fact]
    public async Task Changes_are_felt_where_the_values_are_used()
    {
        using var target = new MemoryLogTarget();
        using var syslog = new SyslogTarget("test", SyslogFacility.User, TimeZoneInfo.Utc, "/nonexistent");
        using (var logging = new ServerLogging(target, Time, new LogThreshold()))
        {
            CoreConfiguration.Add(_configuration, _options, logging, syslog, Resolver);
            Assert.Equal((2, SyslogFacility.Daemon), (logging.Threshold.Debug, syslog.Facility));

            Set("debug", 4);
            Set("log_facility", "LOG_LOCAL7");
            Assert.Equal((4, SyslogFacility.Local7), (logging.Threshold.Debug, syslog.Facility));

            Set("dns_cache_mem", 100);
            Assert.Equal(102400, Resolver.Cache.MaxBytes);

            Assert.Equal("NotFound", await Resolve("new.test", 5));
            Hosts = ["192.0.2.5 new.test"];
            Set("dns_reinit", 1);
            Assert.Equal("udp:192.0.2.5:5", await Resolve("new.test", 5));

            Set("mem_dump_shm", 1);
            Assert.Equal("use_dns_failover needs use_dns_cache", TrySet("use_dns_cache", 0) ?? TrySet("use_dns_failover", 1));
        }

        Assert.Matches("^4 memory: [0-9]+ MB in all, ", Assert.Single(target.Lines));
    }

    private string? TrySet(string name, object value)
    {
        var script = value is string text ? ScriptValue.Of(Bytes(text)) : ScriptValue.Of((int)value);
        return _configuration.TrySet("core", name, script, out var error) ? null : error;
    }

    private void Set(string name, object value) => Assert.Null(TrySet(name, value));
}
