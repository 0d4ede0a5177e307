using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Seraph.Core.Transports.Tcp;

/// <summary>
/// Sending: messages are written to the connection's pipe, which is the queue. A flush of the pipe ends when the kernel has taken
/// everything (the pipe is made so), which tells how much is still queued. While a connection is being opened, messages gather.
/// </summary>
internal sealed partial class TcpConnection : IDeferredFlush
{
    /// <summary>So much is not held back for the end of a batch.</summary>
    private const int FlushThreshold = 16384;

    private readonly Action _onFlushed;
    private ConfiguredValueTaskAwaitable<FlushResult>.ConfiguredValueTaskAwaiter _flush;
    private byte[]? _gathered;
    private int _gatheredLength;
    private int _unflushed;
    private int _inFlight;
    private bool _flushing;
    private long _flushStart;

    /// <summary>
    /// Queues a message. False when the connection is about to end, and another one should be looked for.
    /// </summary>
    public bool TrySend(ReadOnlySpan<byte> message, bool finish, out SendStatus status)
    {
        status = SendStatus.Failed;
        var tooSlow = false;
        lock (_lock)
        {
            if (_unusable || _ended)
                return false;
            if (_output is not null && !_flushing && _unflushed + message.Length > FlushThreshold)
                StartFlush(); // perhaps the kernel has room: only what it does not take is a queue
            if (_ended || _unusable)
                return false;

            var queued = _unflushed + _inFlight;
            tooSlow = queued > 0 && queued + message.Length > _transport.Options.ConnectionQueueMax;
            if (!tooSlow)
            {
                if (!_transport.TryQueue(message.Length))
                {
                    status = SendStatus.QueueFull;
                    return true;
                }

                if (_output is not null)
                    _output.Write(message);
                else
                    Gather(message);
                _unflushed += message.Length;
                status = SendStatus.Sent;
                if (finish)
                    _unusable = _finishing = true;
            }
        }

        if (tooSlow)
        {
            Abort("the write queue is full");
            status = SendStatus.QueueFull;
        }
        else if (SendBatch.Current is not { } batch || !batch.Defer(this))
        {
            Flush();
        }

        return true;
    }

    /// <summary>Hands what is queued to the kernel.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            if (_output is not null)
                StartFlush();
        }
    }

    /// <summary>Keeps a message until the connection stands. Call with the lock held.</summary>
    private void Gather(ReadOnlySpan<byte> message)
    {
        var needed = _gatheredLength + message.Length;
        if (_gathered is null || _gathered.Length < needed)
        {
            var larger = ArrayPool<byte>.Shared.Rent(needed);
            _gathered.AsSpan(0, _gatheredLength).CopyTo(larger);
            ReturnGathered();
            _gathered = larger;
        }

        message.CopyTo(_gathered.AsSpan(_gatheredLength));
        _gatheredLength = needed;
    }

    /// <summary>Call with the lock held.</summary>
    private void SendGathered()
    {
        if (_gatheredLength > 0)
            _output!.Write(_gathered.AsSpan(0, _gatheredLength));
        _gatheredLength = 0;
        ReturnGathered();
        StartFlush();
    }

    private void ReturnGathered()
    {
        if (_gathered is { } buffer)
            ArrayPool<byte>.Shared.Return(buffer);
        _gathered = null;
    }

    /// <summary>Flushes unless a flush is under way, which goes on with the rest by itself. Call with the lock held.</summary>
    [SuppressMessage("Reliability", "CA2012", Justification = "taken once, by EndFlush, whether the flush ends now or later")]
    private void StartFlush()
    {
        while (!_flushing && !_ended)
        {
            if (_unflushed == 0)
            {
                if (_finishing)
                    _output!.Complete();
                return;
            }

            _inFlight = _unflushed;
            _unflushed = 0;
            _flushing = true;
            _flushStart = _transport.Time.GetTimestamp();
            _flush = _output!.FlushAsync().ConfigureAwait(false).GetAwaiter();
            if (!_flush.IsCompleted)
            {
                _flush.UnsafeOnCompleted(_onFlushed);
                return;
            }

            EndFlush();
        }
    }

    private void Flushed()
    {
        lock (_lock)
        {
            EndFlush();
            StartFlush();
        }
    }

    /// <summary>Call with the lock held.</summary>
    private void EndFlush()
    {
        _flushing = false;
        try
        {
            if (_flush.GetResult().IsCompleted)
                _unusable = true; // the connection broke: its reader hears of it too
        }
        catch (Exception e)
        {
            TransportLog.ConnectionReset(_transport.Logger, Id, Remote, e.Message); // whatever broke, it is this connection only
            _unusable = true;
        }

        Touch();
        _transport.Unqueue(_inFlight);
        _inFlight = 0;
    }

    /// <summary>Call with the lock held.</summary>
    private void DropQueue()
    {
        _transport.Unqueue(_unflushed + _inFlight);
        _unflushed = _inFlight = _gatheredLength = 0;
        ReturnGathered();
    }
}
