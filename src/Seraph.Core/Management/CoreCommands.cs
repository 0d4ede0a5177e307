using System.Globalization;
using System.Text;
using Seraph.Core.Diagnostics;

namespace Seraph.Core.Management;

/// <summary>The commands about the server itself: <c>core.*</c>, and its numbers: <c>stats.*</c>.</summary>
public sealed class CoreCommands(ServerInfo server, ServerTasks tasks, Statistics statistics, IServerControl control, TimeProvider time, ITcpStatus? tcp = null)
{
    private const int Interrupt = 2;
    private const int Kill = 9;
    private const int Terminate = 15;

    [Rpc("core.prints", Help = "Returns the strings it is given.", ReturnsArray = true)]
    internal static void PrintStrings(RpcCall call, string first)
    {
        call.Add(first);
        while (call.Remaining > 0 && call.TryRead(out string next))
            call.Add(next);
    }

    [Rpc("core.printi", Help = "Returns the integers it is given.", ReturnsArray = true)]
    internal static void PrintIntegers(RpcCall call, int first)
    {
        call.Add(first);
        while (call.Remaining > 0 && call.TryRead(out int next))
            call.Add(next);
    }

    [Rpc("core.echo", Help = "Returns its arguments as strings.", ReturnsArray = true)]
    internal static void Echo(RpcCall call)
    {
        while (call.TryReadAny(out var text))
            call.Add(text);
    }

    [Rpc("core.version", Help = "Returns the server's name and version, as in its Server header.")]
    internal void Version(RpcCall call) => call.Add(Encoding.UTF8.GetString(server.ServerHeader.Span));

    [Rpc("core.uptime", Help = "Returns the time now, the time of the start, and the seconds between.")]
    internal void Uptime(RpcCall call) =>
        call.AddStructure()
            .Add("now", CTime(time.GetUtcNow()))
            .Add("up_since", CTime(server.StartTime))
            .Add("uptime", (long)server.Uptime.TotalSeconds);

    [Rpc("core.ps", Help = "Lists the server's tasks: process id and description of each.", ReturnsArray = true)]
    internal void ListTasks(RpcCall call)
    {
        foreach (var description in tasks.Descriptions)
        {
            call.Add(Environment.ProcessId);
            call.Add(description);
        }
    }

    [Rpc("core.pwd", Help = "Returns the working directory.", ReturnsArray = true)]
    internal static void WorkingDirectory(RpcCall call)
    {
        try
        {
            call.Add(Environment.CurrentDirectory);
        }
        catch (IOException) // it has been removed
        {
            call.Fault(500, "getcwd Failed");
        }
    }

    [Rpc("core.arg", Help = "Returns the words of the command line.", ReturnsArray = true)]
    internal void CommandLine(RpcCall call)
    {
        foreach (var word in control.CommandLine)
            call.Add(word);
    }

    [Rpc("core.kill", Help = "Stops the server in order. Takes a signal number: 2, 9 and 15 (default) stop, others do nothing.")]
    internal void Stop(RpcCall call, int signal = Terminate)
    {
        if (signal is Interrupt or Kill or Terminate)
            call.AfterReply(control.RequestStop);
    }

    [Rpc("core.shmmem", Help = "Returns the use of memory in bytes, or in the unit that is given: b, k, m or g.")]
    internal static void Memory(RpcCall call, string unit = "b")
    {
        var shift = unit is [var letter] ? "bkmg".IndexOf(char.ToLowerInvariant(letter), StringComparison.Ordinal) * 10 : -1;
        if (shift < 0)
        {
            call.Fault(500, "bad param, (use b|k|m|g)");
            return;
        }

        var info = GC.GetGCMemoryInfo();
        var used = GC.GetTotalMemory(forceFullCollection: false);
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        call.AddStructure()
            .Add("total", info.TotalAvailableMemoryBytes >> shift)
            .Add("free", Math.Max(0, info.TotalAvailableMemoryBytes - used) >> shift)
            .Add("used", used >> shift)
            .Add("real_used", process.WorkingSet64 >> shift)
            .Add("max_used", process.PeakWorkingSet64 >> shift)
            .Add("fragments", info.FragmentedBytes >> shift);
    }

    [Rpc("core.tcp_info", Help = "Returns the number of TCP readers and connections and the bytes that wait to be written.")]
    internal void TcpInformation(RpcCall call)
    {
        if (tcp is null)
        {
            call.Fault(500, "tcp support disabled");
            return;
        }

        call.AddStructure()
            .Add("readers", tcp.Readers)
            .Add("max_connections", tcp.MaxConnections)
            .Add("opened_connections", tcp.OpenConnections)
            .Add("write_queued_bytes", tcp.QueuedBytes);
    }

    [Rpc("core.tcp_options", Help = "Returns the TCP options in force.")]
    internal void TcpOptions(RpcCall call)
    {
        if (tcp is null)
        {
            call.Fault(500, "tcp support disabled");
            return;
        }

        var options = call.AddStructure();
        foreach (var (name, value) in tcp.Options)
            options.Add(name, value);
    }

    [Rpc("core.sctp_options", Help = "Returns the SCTP options in force.")]
    internal static void SctpOptions(RpcCall call) => call.Fault(500, "sctp support disabled");

    [Rpc("core.sctp_info", Help = "Returns the number of SCTP connections.")]
    internal static void SctpInformation(RpcCall call) => call.Fault(500, "sctp support disabled");

    [Rpc("stats.fetch", Help = "Returns the server's counters as group.name = value. Takes groups (tm, core ...); all without.")]
    internal void FetchStatistics(RpcCall call)
    {
        List<Statistic> found = [];
        var groups = 0;
        while (call.TryReadAny(out var group))
        {
            found.AddRange(statistics.Read(group == "all" ? null : group));
            groups++;
        }

        var structure = call.AddStructure();
        foreach (var statistic in groups == 0 ? statistics.Read() : found)
            structure.Add($"{statistic.Group}.{statistic.Name}", statistic.Value);
    }

    /// <summary>As ctime(3) writes it, in local time, with its line feed.</summary>
    private string CTime(DateTimeOffset instant)
    {
        var local = TimeZoneInfo.ConvertTime(instant, time.LocalTimeZone);
        return string.Create(CultureInfo.InvariantCulture, $"{local:ddd MMM} {local.Day,2} {local:HH:mm:ss yyyy}\n");
    }
}
