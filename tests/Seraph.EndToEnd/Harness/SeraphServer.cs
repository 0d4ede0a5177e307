using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Seraph.EndToEnd.Harness;

/// <summary>The real server, started on a script of the test's in a folder of its own and stopped in an orderly way.</summary>
internal sealed class SeraphServer : IDisposable
{
    private static int LastPort;

    private readonly ChildProcess _process;
    private bool _stopped;

    private SeraphServer(ChildProcess process, string folder, int port)
    {
        _process = process;
        Folder = folder;
        Port = port;
    }

    /// <summary>The folder that it runs in: its script, its database, its control socket.</summary>
    public string Folder { get; }

    /// <summary>The UDP and TCP port that it listens on at 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Its address for peers: <c>127.0.0.1:PORT</c>.</summary>
    public string Address => $"127.0.0.1:{Port}";

    /// <summary>The address of its control socket, as <c>seraphctl -s</c> and <c>kamcmd -s</c> take it.</summary>
    public string ControlSocket => $"unix:{Folder}/ctl";

    /// <summary>The database of its users.</summary>
    public string Database => $"sqlite://{Folder}/seraph.sqlite";

    /// <summary>What it has written so far.</summary>
    public string Log => _process.Output;

    /// <summary>The process's id.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Whether it still runs.</summary>
    public bool IsRunning => _process.IsRunning;

    /// <summary>
    /// Starts the server. In the script, PORT, FOLDER and words of <paramref name="replace"/> are replaced; the script gets a <c>listen</c> on
    /// UDP and TCP when it has none.
    /// </summary>
    public static SeraphServer Start(string script, params (string Word, string Value)[] replace)
    {
        var folder = Directory.CreateTempSubdirectory("seraph-").FullName;
        var port = FreePort();
        if (!script.Contains("listen", StringComparison.Ordinal))
            script = $"listen = udp:127.0.0.1:{port} tcp:127.0.0.1:{port}\n{script}";
        script = script.Replace("PORT", port.ToString(), StringComparison.Ordinal).Replace("FOLDER", folder, StringComparison.Ordinal);
        foreach (var (word, value) in replace)
            script = script.Replace(word, value, StringComparison.Ordinal);
        var file = Path.Combine(folder, "seraph.cfg");
        File.WriteAllText(file, script);

        var process = ChildProcess.Start(Repository.Program("seraph"), ["-f", file, "-D", "-E"], folder);
        var server = new SeraphServer(process, folder, port);
        try
        {
            process.WaitFor("Seraph is ready");
        }
        catch
        {
            server.Dispose();
            throw;
        }

        return server;
    }

    /// <summary>The stock script with its database and control socket in the test's folder.</summary>
    public static SeraphServer StartStock()
    {
        var script = File.ReadAllText(Path.Combine(Repository.Root, "etc", "seraph.cfg"))
            .Replace("sqlite://var/seraph.sqlite", "sqlite://FOLDER/seraph.sqlite", StringComparison.Ordinal)
            .Replace("# listen = udp:192.0.2.1:5060 tcp:192.0.2.1:5060", "listen = udp:127.0.0.1:PORT tcp:127.0.0.1:PORT", StringComparison.Ordinal)
            .Replace("loadmodule \"ctl\"", "loadmodule \"ctl\"\nmodparam(\"ctl\", \"binrpc\", \"unix:FOLDER/ctl\")", StringComparison.Ordinal);
        return Start(script);
    }

    /// <summary>Adds a user with <c>seraphctl</c>.</summary>
    public void AddUser(string address, string password)
    {
        var (code, output) = ChildProcess.Run(Repository.Program("seraphctl"), ["user", "add", address, "--password", password, "--db", Database], Folder);
        Assert.True(code == 0, output);
    }

    /// <summary>Runs <c>seraphctl</c> against this server's control socket.</summary>
    public string Control(params string[] arguments)
    {
        var (code, output) = ChildProcess.Run(Repository.Program("seraphctl"), [.. arguments, "-s", ControlSocket], Folder);
        Assert.True(code == 0, output);
        return output;
    }

    /// <summary>The memory that it has in use, in KiB.</summary>
    public long ResidentKilobytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{ProcessId}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
        }
    }

    /// <summary>Waits until it answers an OPTIONS over UDP: then it has handled what came before.</summary>
    public void WaitUntilItAnswers()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.ReceiveTimeout = 1000;
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        var request = Encoding.ASCII.GetBytes(
            $"OPTIONS sip:{Address} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK-{Guid.NewGuid():N}\r\nMax-Forwards: 70\r\n"
            + $"From: <sip:test@127.0.0.1>;tag=1\r\nTo: <sip:{Address}>\r\nCall-ID: {Guid.NewGuid():N}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n");
        var buffer = new byte[4096];
        for (var attempt = 0; attempt < 60; attempt++)
        {
            socket.SendTo(request, new IPEndPoint(IPAddress.Loopback, Port));
            try
            {
                socket.Receive(buffer);
                return;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.TimedOut)
            {
                // lost, or the server is slow: once more
            }
        }

        Assert.Fail($"the server does not answer:\n{Log}");
    }

    /// <summary>Waits for a text in the log.</summary>
    public void WaitFor(string text) => _process.WaitFor(text);

    /// <summary>Ends it with SIGTERM and checks that it ends well.</summary>
    public void Stop()
    {
        if (_stopped)
            return;
        _stopped = true;
        _process.Signal(PosixSignalNumber.Terminate);
        Assert.True(_process.WaitForExit() == 0, _process.Output);
        Assert.Contains("Thank you for flying", _process.Output, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            if (_process.IsRunning)
                Stop();
        }
        finally
        {
            _process.Dispose();
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>A port of four digits (sipsak cuts off the fifth) that nobody uses for UDP or TCP on 127.0.0.1 now, and no test before this one had.</summary>
    public static int FreePort()
    {
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            var port = 6000 + ((Interlocked.Increment(ref LastPort) + Environment.ProcessId) % 3900);
            using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                udp.Bind(new IPEndPoint(IPAddress.Loopback, port));
                tcp.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // taken: the next one
            }
        }

        throw new InvalidOperationException("no free port on 127.0.0.1");
    }
}
