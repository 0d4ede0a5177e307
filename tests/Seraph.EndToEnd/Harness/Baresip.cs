using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Seraph.EndToEnd.Harness;

/// <summary>A real phone, steered over its control port (module ctrl_tcp: netstrings of JSON).</summary>
internal sealed class Baresip : IDisposable
{
    private readonly ChildProcess _process;
    private readonly string _folder;
    private readonly TcpClient _control = new();
    private readonly List<JsonElement> _events = [];
    private readonly object _changed = new();
    private readonly Thread _reader;

    private Baresip(ChildProcess process, string folder)
    {
        _process = process;
        _folder = folder;
        _reader = new Thread(Read) { IsBackground = true, Name = "baresip events" };
    }

    /// <summary>Starts a phone for <c>USER@127.0.0.1</c> that registers with the server and answers calls by itself.</summary>
    public static Baresip Start(SeraphServer server, string user, string password, string transport = "udp")
    {
        var folder = Directory.CreateTempSubdirectory("baresip-").FullName;
        var control = SeraphServer.FreePort();
        File.WriteAllText(
            Path.Combine(folder, "config"),
            $"""
            sip_listen 127.0.0.1:{SeraphServer.FreePort()}
            audio_player aubridge,nil
            audio_source aubridge,nil
            audio_alert aubridge,nil
            rtp_ports 20000-30000
            module_path /usr/lib/baresip/modules
            module g711.so
            module aubridge.so
            module_tmp uuid.so
            module_tmp account.so
            module_app menu.so
            module_app ctrl_tcp.so
            ctrl_tcp_listen 127.0.0.1:{control}

            """);
        File.WriteAllText(
            Path.Combine(folder, "accounts"),
            $"<sip:{user}@127.0.0.1;transport={transport}>;auth_pass={password};outbound=\"sip:{server.Address};transport={transport}\";answermode=auto;regint=60\n");
        File.WriteAllText(Path.Combine(folder, "contacts"), "");

        var process = ChildProcess.Start(Repository.Peer("baresip", "baresip"), ["-f", folder, "-v"], folder);
        var phone = new Baresip(process, folder);
        try
        {
            process.WaitFor("baresip is ready");
            phone.Connect(control);
        }
        catch
        {
            phone.Dispose();
            throw;
        }

        return phone;
    }

    /// <summary>What it has written so far.</summary>
    public string Output => _process.Output;

    /// <summary>Waits for an event such as <c>REGISTER_OK</c>, <c>CALL_ESTABLISHED</c>, <c>CALL_CLOSED</c> and returns its <c>param</c>.</summary>
    public string WaitFor(string type)
    {
        var deadline = DateTime.UtcNow + ChildProcess.Patience;
        lock (_changed)
        {
            while (true)
            {
                for (var i = 0; i < _events.Count; i++)
                {
                    if (_events[i].GetProperty("type").GetString() != type)
                        continue;
                    var param = _events[i].TryGetProperty("param", out var value) ? value.GetString() ?? "" : "";
                    _events.RemoveRange(0, i + 1);
                    return param;
                }

                if (DateTime.UtcNow > deadline)
                    Assert.Fail($"baresip never said {type}; it said: {string.Join(" ", _events)}\n{_process.Output}");
                Monitor.Wait(_changed, 200);
            }
        }
    }

    /// <summary>Calls an address.</summary>
    public void Dial(string uri) => Command("dial", uri);

    /// <summary>Hangs up.</summary>
    public void HangUp() => Command("hangup", "");

    /// <inheritdoc/>
    public void Dispose()
    {
        _control.Dispose();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Connect(int port)
    {
        _control.Connect(IPAddress.Loopback, port);
        _reader.Start();
    }

    private void Command(string command, string parameters)
    {
        var json = JsonSerializer.Serialize(new { command, @params = parameters, token = "test" });
        _control.GetStream().Write(Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetByteCount(json)}:{json},"));
    }

    private void Read()
    {
        try
        {
            using var stream = new BufferedStream(_control.GetStream());
            while (true)
            {
                var length = 0;
                int b;
                while ((b = stream.ReadByte()) is >= '0' and <= '9')
                    length = (length * 10) + (b - '0');
                if (b != ':')
                    return;
                var json = new byte[length];
                stream.ReadExactly(json);
                stream.ReadByte(); // the comma
                var message = JsonSerializer.Deserialize<JsonElement>(json);
                if (!message.TryGetProperty("event", out _) || !message.TryGetProperty("type", out _))
                    continue;
                lock (_changed)
                {
                    _events.Add(message);
                    Monitor.PulseAll(_changed);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // the phone, or the test, has ended
        }
    }
}
