using System.Text;
using System.Text.RegularExpressions;
using Seraph.Core.Configuration;
using Seraph.Core.Diagnostics;
using Seraph.Core.Dns;
using Seraph.Script;
using Seraph.Script.Symbols;

namespace Seraph.Core.Tests.Configuration;

public class CoreOptionsTests
{
    /// <summary>Every name of core-parameters.md that is assigned like a variable.</summary>
    private const string Names = """
        children tcp_children sctp_children fork port listen alias advertised_address advertised_port mhomed server_id user uid group gid chroot workdir wdir
        disable_core_dump open_files_limit exit_timeout ser_kill_timeout statistics check_via phone2tel syn_branch dns rev_dns reply_to_via sip_warning
        server_signature server_header user_agent_header force_rport max_while_loops debug log_stderror log_facility memlog mem_log memdbg mem_dbg mem_summary
        log_name tls_port_no auto_aliases tos pmtu_discovery maxbuffer mcast_loopback mcast_ttl disable_tcp tcp_accept_aliases tcp_send_timeout
        tcp_connect_timeout tcp_connection_lifetime tcp_poll_method tcp_max_connections tcp_source_ipv4 tcp_source_ipv6 tcp_fd_cache tcp_buf_write tcp_async
        tcp_conn_wq_max tcp_wq_max tcp_defer_accept tcp_delayed_ack tcp_syncnt tcp_linger2 tcp_keepalive tcp_keepidle tcp_keepintvl tcp_keepcnt
        tcp_crlf_ping tcp_no_connect tcp_rd_buf_size tcp_wq_blk_size enable_tls tls_enable disable_tls tls_disable tlslog tls_log tls_method tls_verify
        tls_require_certificate tls_certificate tls_private_key tls_ca_list tls_handshake_timeout tls_send_timeout enable_sctp disable_sctp
        sctp_socket_rcvbuf sctp_socket_receive_buffer sctp_socket_sndbuf sctp_socket_send_buffer sctp_autoclose sctp_send_ttl sctp_send_retries
        sctp_assoc_tracking sctp_assoc_reuse sctp_max_assocs sctp_srto_initial sctp_srto_max sctp_srto_min sctp_asocmaxrxt sctp_init_max_attempts
        sctp_init_max_timeo sctp_hbinterval sctp_pathmaxrxt sctp_sack_delay sctp_sack_freq sctp_max_burst udp_mtu udp_mtu_try_proto stun_refresh_interval
        stun_allow_stun stun_allow_fp dns_try_ipv6 dns_try_naptr dns_srv_lb dns_srv_loadbalancing dns_udp_pref dns_udp_preference dns_tcp_pref
        dns_tcp_preference dns_tls_pref dns_tls_preference dns_sctp_pref dns_sctp_preference dns_retr_time dns_retr_no dns_servers_no dns_use_search_list
        dns_search_full_match dns_cache_init use_dns_cache use_dns_failover dns_cache_flags dns_cache_negative_ttl dns_cache_min_ttl dns_cache_max_ttl
        dns_cache_mem dns_cache_gc_interval dns_cache_del_nonexp dns_cache_delete_nonexpired dst_blacklist_init use_dst_blacklist dst_blacklist_mem
        dst_blacklist_expire dst_blacklist_ttl dst_blacklist_gc_interval shm_force_alloc mlock_pages real_time rt_prio rt_policy rt_timer1_prio
        rt_fast_timer_prio rt_ftimer_prio rt_timer1_policy rt_ftimer_policy rt_timer2_prio rt_stimer_prio rt_timer2_policy rt_stimer_policy shm shm_mem
        shm_mem_size fifo fifo_dir fifo_db_url fifo_mode sock_mode file_mode fifo_user sock_user fifo_group sock_group unix_sock unix_sock_children
        unix_tx_timeout
        """;

    private static readonly IReadOnlyList<ParameterSymbol> Symbols = ParameterSymbol.Read(typeof(CoreOptions), "core");

    private readonly CoreOptions _options = new();

    private string? Set(string name, object value)
    {
        var symbol = Symbols.Single(s => s.Names.Contains(name));
        var script = value is string text ? ScriptValue.Of(Encoding.UTF8.GetBytes(text)) : ScriptValue.Of((int)value);
        return symbol.TrySet(_options, script, out var error) ? null : error;
    }

    [Fact]
    public void Every_name_of_the_specification_is_there_once()
    {
        var specified = Regex.Split(Names, @"\s+").Where(name => name.Length > 0).Append("max_blocked");
        Assert.Equal(specified.Order(StringComparer.Ordinal), Symbols.SelectMany(s => s.Names).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_parameter_has_help() => Assert.All(Symbols, symbol => Assert.NotEmpty(symbol.Help));

    [Fact]
    public void The_defaults_are_within_the_limits_and_settle_without_a_word()
    {
        foreach (var symbol in Symbols.Where(s => s.ValueType == typeof(int) && s.GetValue(_options) is not null))
            Assert.InRange((int)symbol.GetValue(_options)!, symbol.Min, symbol.Max);
        Assert.Null(_options.Check());
        Assert.Empty(_options.Settle());
        Assert.Equal(new DnsSettings(), _options.ToDnsSettings());
    }

    [Theory]
    [InlineData("debug", 7, null)]
    [InlineData("advertised_port", 65536, "advertised_port is out of range: 65536 (1 to 65535 expected)")]
    [InlineData("tos", -1, "tos is out of range: -1 (0 to 255 expected)")]
    [InlineData("log_facility", "log_local3", null)]
    [InlineData("log_facility", "LOG_LOCAL9", "unknown value \"LOG_LOCAL9\"")]
    public void Values_are_checked(string name, object value, string? error)
    {
        var message = Set(name, value);
        if (error is null)
            Assert.Null(message);
        else
            Assert.StartsWith(error, message);
    }

    [Fact]
    public void Zero_children_or_port_mean_the_default()
    {
        Set("children", 0);
        Set("port", 0);
        Set("tcp_children", -3);
        Assert.Equal((Environment.ProcessorCount, Environment.ProcessorCount, 5060), (_options.Children, _options.TcpChildren, _options.Port));
        Set("children", 3);
        Assert.Equal(3, _options.TcpChildren);
    }

    [Fact]
    public void Opposite_names_set_the_same_switch()
    {
        Set("disable_tls", 0);
        Assert.True(_options.EnableTls);
        Set("enable_tls", 0);
        Assert.True(_options.DisableTls);
        Set("disable_sctp", 1);
        Assert.Equal(0, _options.EnableSctp);
        Set("disable_sctp", 0);
        Assert.Equal(1, _options.EnableSctp);
    }

    [Theory]
    [InlineData("tcp_keepidle")]
    [InlineData("tcp_keepintvl")]
    [InlineData("tcp_keepcnt")]
    public void Values_of_keepalive_switch_it_on(string name)
    {
        Set("tcp_keepalive", 0);
        Assert.False(_options.TcpKeepAlive);
        Set(name, 30);
        Assert.True(_options.TcpKeepAlive);
    }

    [Fact]
    public void Failover_without_cache_is_switched_off_with_a_warning()
    {
        Set("use_dns_cache", 0);
        Set("use_dns_failover", 1);
        Assert.Equal("use_dns_failover needs use_dns_cache", _options.Check());
        Assert.Equal(["use_dns_failover is switched off: it needs use_dns_cache"], _options.Settle());
        Assert.False(_options.UseDnsFailover);
        Assert.Null(_options.Check());
    }

    [Fact]
    public void Without_IPv6_sockets_IPv6_is_not_asked_for_and_cannot_be()
    {
        _options.HasIPv6Sockets = false;
        Assert.Empty(_options.Settle());
        Assert.Equal(DnsFamilies.IPv4Only, _options.ToDnsSettings().Families);
        Set("dns_try_ipv6", 1);
        Assert.NotNull(_options.Check());
    }

    [Fact]
    public void A_cache_that_was_not_prepared_cannot_be_switched_on()
    {
        Set("dns_cache_init", 0);
        Assert.Empty(_options.Settle());
        Assert.False(_options.UseDnsCache);
        Set("use_dns_cache", 1);
        Assert.Equal("use_dns_cache can't be switched on: dns_cache_init is off", _options.Check());
    }

    [Theory]
    [InlineData(1, 0, DnsFamilies.IPv4First)]
    [InlineData(1, 1, DnsFamilies.IPv4Only)]
    [InlineData(1, 2, DnsFamilies.IPv6Only)]
    [InlineData(1, 4, DnsFamilies.IPv6First)]
    [InlineData(1, 5, DnsFamilies.IPv4Only)]
    [InlineData(1, 6, DnsFamilies.IPv6Only)]
    [InlineData(0, 0, DnsFamilies.IPv4Only)]
    [InlineData(0, 2, DnsFamilies.IPv4Only)]
    public void Flags_choose_the_families(int tryIPv6, int flags, DnsFamilies expected)
    {
        Set("dns_try_ipv6", tryIPv6);
        Set("dns_cache_flags", flags);
        Assert.Equal(expected, _options.ToDnsSettings().Families);
    }

    [Fact]
    public void Resolver_settings_follow_the_parameters()
    {
        Set("dns_retr_time", 1);
        Set("dns_retr_no", 2);
        Set("dns_servers_no", 3);
        Set("dns_use_search_list", 0);
        Set("dns_cache_mem", 100);
        Assert.Equal(
            new DnsSettings { RetryTime = TimeSpan.FromSeconds(1), Attempts = 2, Servers = 3, UseSearchList = false, CacheBytes = 102400 },
            _options.ToDnsSettings());
    }
}
