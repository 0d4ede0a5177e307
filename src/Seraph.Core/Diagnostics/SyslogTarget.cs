using System.Net.Sockets;
using System.Text;

namespace Seraph.Core.Diagnostics;

/// <summary>
/// Sends lines to the system's logger over its Unix datagram socket, in the form of RFC 3164 that local loggers expect (without a host name):
/// <c>&lt;30&gt;Mar  1 12:00:00 seraph[4711]: WARNING: tm: text</c>.
/// </summary>
public sealed class SyslogTarget : ILogTarget
{
    /// <summary>Where Linux and the BSDs have the logger.</summary>
    public const string DefaultPath = "/dev/log";

    private const int MaxHeader = 512;
    private const int MaxIdent = 32;

    private readonly UnixDomainSocketEndPoint _logger;
    private readonly TimeZoneInfo _zone;
    private readonly byte[] _ident;
    private readonly byte[] _buffer = new byte[LogOutput.MaxTextLength + MaxHeader];
    private Socket? _socket;
    private volatile SyslogFacility _facility;

    /// <summary>Creates the target; it connects when there is something to say.</summary>
    /// <param name="ident">The program's name in each line (<c>log_name</c>).</param>
    /// <param name="facility">The facility of the lines.</param>
    /// <param name="zone">The system's time zone.</param>
    /// <param name="path">The logger's socket.</param>
    public SyslogTarget(string ident, SyslogFacility facility, TimeZoneInfo zone, string path = DefaultPath)
    {
        ArgumentNullException.ThrowIfNull(ident);
        var name = Encoding.UTF8.GetBytes(ident.Length > MaxIdent ? ident[..MaxIdent] : ident);
        var escaped = new byte[(name.Length * 4) + 3];
        _ident = escaped[..LogText.Escape(name, escaped)];
        _facility = facility;
        _zone = zone;
        _logger = new UnixDomainSocketEndPoint(path);
    }

    /// <summary>The facility of the lines (<c>log_facility</c>); may change at any time.</summary>
    public SyslogFacility Facility
    {
        get => _facility;
        set => _facility = value;
    }

    /// <inheritdoc/>
    public void Write(in LogRecord record)
    {
        var length = Format(record);
        try
        {
            Send(length);
        }
        catch (SocketException) when (_socket is not null)
        {
            // The logger was restarted: its new socket needs a new connection. A second failure is the caller's to count.
            Disconnect();
            Send(length);
        }
    }

    /// <inheritdoc/>
    public void Flush()
    {
        // every line is a datagram of its own
    }

    /// <inheritdoc/>
    public void Dispose() => Disconnect();

    private int Format(in LogRecord record)
    {
        var line = new SpanWriter(_buffer);
        line.Add("<"u8);
        line.AddNumber(((int)Facility << 3) | SerLogLevel.SyslogSeverity(record.Level));
        line.Add(">"u8);
        var time = TimeZoneInfo.ConvertTime(record.Time, _zone);
        line.Add("JanFebMarAprMayJunJulAugSepOctNovDec"u8.Slice((time.Month - 1) * 3, 3));
        line.Add(time.Day < 10 ? "  "u8 : " "u8);
        line.AddNumber(time.Day);
        line.AddFormatted(time, " HH:mm:ss ");
        line.Add(_ident);
        line.Add("["u8);
        line.AddNumber(Environment.ProcessId);
        line.Add("]: "u8);
        line.Add(SerLogLevel.Name(record.Level));
        line.Add(": "u8);
        line.AddText(record.Category.AsSpan(0, Math.Min(record.Category.Length, 100)));
        line.Add(": "u8);
        line.Add(record.Text.Span);
        return line.Length;
    }

    private void Send(int length)
    {
        if (_socket is null)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            try
            {
                socket.Connect(_logger);
            }
            catch
            {
                socket.Dispose();
                throw;
            }

            _socket = socket;
        }

        _socket.Send(_buffer.AsSpan(0, length));
    }

    private void Disconnect()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
