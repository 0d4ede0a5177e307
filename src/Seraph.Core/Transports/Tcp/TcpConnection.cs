using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Seraph.Core.Transports.Tcp;

/// <summary>
/// A connection, from accept or the attempt to connect until it is closed. It stands on a <see cref="ConnectionContext"/>, so what is
/// above the socket (TLS, say) is nothing that it knows of. Messages are read by one thread at a time, in order; any thread may send.
/// </summary>
internal sealed partial class TcpConnection
{
    /// <summary>Ports besides the real one under which a connection may be found.</summary>
    public const int MaxAliases = 3;

    private readonly TcpTransport _transport;
    private readonly Lock _lock = new(); // guards everything that sending and ending touch
    private ConnectionContext? _context;
    private PipeWriter? _output;
    private IDisposable? _attempt;
    private volatile bool _finishing; // takes nothing in any more, closes when the queue is out
    private volatile bool _unusable;
    private bool _ended;
    private string? _abortReason;
    private long _lastActivity;

    /// <summary>Prepares a connection that is not open yet; see <see cref="Opened"/>.</summary>
    public TcpConnection(TcpTransport transport, int id, ListenSocket listen, NetworkEndpoint remote)
    {
        _transport = transport;
        Id = id;
        Listen = listen;
        Remote = remote;
        _framer = new Sip.Parsing.StreamFramer(transport.MaxMessage, transport.MaxMessage);
        _onReadable = ReadAgain;
        _onFlushed = Flushed;
        _lastActivity = transport.Time.GetTimestamp();
    }

    /// <summary>Counts up from 1 with every connection.</summary>
    public int Id { get; }

    /// <summary>The listen socket that it came in on, or that it was opened for.</summary>
    public ListenSocket Listen { get; }

    /// <summary>The peer's real address and port.</summary>
    public NetworkEndpoint Remote { get; }

    /// <summary>The ports under which the table has it. Guarded by the table.</summary>
    public List<int> AliasPorts { get; } = [];

    /// <summary>Whether messages may still be sent on it.</summary>
    public bool IsUsable => !_unusable;

    /// <summary>Remembers the attempt to connect, which is given up when the connection is closed meanwhile.</summary>
    public void Attempting(IDisposable attempt)
    {
        lock (_lock)
        {
            if (_abortReason is null)
            {
                _attempt = attempt;
                return;
            }
        }

        attempt.Dispose();
    }

    /// <summary>The connection stands: sends what has gathered, and starts reading.</summary>
    public void Opened(ConnectionContext context)
    {
        lock (_lock)
        {
            _attempt = null;
            _context = context;
            _output = context.Transport.Output;
            _input = context.Transport.Input;
            Touch();
            SendGathered();
        }

        if (_abortReason is not null)
            context.Abort(new ConnectionAbortedException(_abortReason)); // its reader notices and cleans up
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>The attempt to connect came to nothing.</summary>
    public void NotOpened(string reason)
    {
        _transport.ConnectFailed(this, _abortReason ?? reason);
        End();
    }

    /// <summary>Closes it at once; what is queued is lost.</summary>
    public void Abort(string reason)
    {
        ConnectionContext? context;
        IDisposable? attempt;
        lock (_lock)
        {
            if (_ended || _abortReason is not null)
                return;
            _abortReason = reason;
            _unusable = true;
            context = _context;
            attempt = _attempt;
        }

        TransportLog.ConnectionAborted(_transport.Logger, Id, Remote, reason);
        context?.Abort(new ConnectionAbortedException(reason)); // the reader notices and cleans up
        attempt?.Dispose();
    }

    /// <summary>Closes it once everything that is queued is out.</summary>
    public void Finish()
    {
        lock (_lock)
        {
            _unusable = true;
            _finishing = true;
            if (_output is not null)
                StartFlush();
        }
    }

    /// <summary>Closes it when one of its times is over. Called every second.</summary>
    public void CheckTimes(long now)
    {
        string? reason = null;
        var idle = false;
        lock (_lock)
        {
            var options = _transport.Options;
            if (_ended)
                return;
            if (_output is null)
                reason = IsOver(_lastActivity, options.ConnectTimeout) ? "connecting takes too long" : null;
            else if (_flushing)
                reason = IsOver(_flushStart, options.SendTimeout) ? "the peer does not read" : null;
            else
                idle = options.ConnectionLifetime >= TimeSpan.Zero && IsOver(_lastActivity, options.ConnectionLifetime);
        }

        if (reason is not null)
            Abort(reason);
        else if (idle)
            Finish();

        bool IsOver(long since, TimeSpan limit) => _transport.Time.GetElapsedTime(since, now) > limit;
    }

    private void Touch() => Interlocked.Exchange(ref _lastActivity, _transport.Time.GetTimestamp());

    /// <summary>The last step, taken once, by the reader (or by the attempt to connect when there never was one).</summary>
    private void End()
    {
        lock (_lock)
        {
            _unusable = true;
            _ended = true;
            DropQueue();
            _output?.Complete();
        }

        _input?.Complete();
        _transport.Ended(this);
        if (_context is { } context)
            _ = DisposeAsync(context);
    }

    private async Task DisposeAsync(ConnectionContext context)
    {
        try
        {
            await context.DisposeAsync();
        }
        catch (Exception e)
        {
            TransportLog.ConnectionEndFailed(_transport.Logger, Id, Remote, e);
        }
    }
}
