using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Seraph.Sip.Parsing;

namespace Seraph.Core.Transports.Tcp;

/// <summary>
/// Reading: a pool thread copies what came into its own buffer, handles the complete messages there, and leaves an incomplete one with
/// the connection. Its sends are collected meanwhile. When a message has to wait, the rest goes to another pool thread.
/// </summary>
internal sealed partial class TcpConnection : IThreadPoolWorkItem
{
    private readonly StreamFramer _framer;
    private readonly Action _onReadable;
    private PipeReader? _input;
    private ConfiguredValueTaskAwaitable<ReadResult>.ConfiguredValueTaskAwaiter _read;
    private bool _reading; // a read was begun that is not taken yet
    private byte[]? _rest; // bytes between two threads, or of an incomplete message
    private int _restLength;

    /// <summary>Goes on reading, on a pool thread.</summary>
    public void Execute()
    {
        var worker = TcpWorker.ForThisThread(_transport);
        worker.Begin(this);
        try
        {
            TakeRest(worker);
            Read(worker);
        }
        finally
        {
            worker.End();
        }
    }

    /// <summary>The message that the worker handles waits: another thread takes the bytes behind it and what comes later.</summary>
    public void HandOver(TcpWorker worker)
    {
        LeaveRest(worker);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void ReadAgain() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);

    [SuppressMessage("Reliability", "CA2012", Justification = "taken once, here or by the thread that goes on; an async method could not hand over")]
    private void Read(TcpWorker worker)
    {
        while (true)
        {
            if (!HandleMessages(worker))
                return;

            worker.Compact();
            SendBatch.FlushCurrent(); // answers to one batch of messages leave together
            ReadResult result;
            try
            {
                if (!_reading)
                {
                    _read = _input!.ReadAsync().ConfigureAwait(false).GetAwaiter();
                    if (!_read.IsCompleted)
                    {
                        LeaveRest(worker);
                        _reading = true;
                        _read.UnsafeOnCompleted(_onReadable); // from here on another thread may be at work on this connection
                        return;
                    }
                }

                _reading = false;
                result = _read.GetResult();
            }
            catch (Exception e)
            {
                TransportLog.ConnectionReset(_transport.Logger, Id, Remote, e.Message); // whatever broke, it is this connection only
                End();
                return;
            }

            var taken = worker.Append(result.Buffer);
            _input!.AdvanceTo(taken);
            if (result.IsCanceled || (result.IsCompleted && result.Buffer.IsEmpty))
            {
                TransportLog.ConnectionClosed(_transport.Logger, Id, Remote);
                End();
                return;
            }
        }
    }

    /// <summary>Handles the complete messages that the worker has. False when somebody else reads on, or nobody does.</summary>
    private bool HandleMessages(TcpWorker worker)
    {
        while (worker.Unread.Length > 0)
        {
            if (_finishing)
            {
                worker.Discard(); // what comes while the last answers leave is too late
                return true;
            }

            var frame = _framer.Read(worker.Unread);
            var start = worker.Start + frame.Start;
            worker.Start += frame.Consumed;
            switch (frame.Kind)
            {
                case FrameKind.Incomplete:
                    if (worker.Unread.Length == 0)
                        Touch(); // a peer that sends a message by the byte gains no time
                    return true;
                case FrameKind.Ping:
                    Touch();
                    if (_transport.Options.CrlfPing)
                        TrySend("\r\n"u8, finish: false, out _);
                    break;
                case FrameKind.Stun:
                    Touch();
                    break;
                case FrameKind.Message:
                    Touch();
                    if (!Handle(worker, start, frame.Length))
                        return false;
                    break;
                default:
                    _transport.BadFrame(this, frame.Status);
                    Abort("no message can be made out");
                    End();
                    return false;
            }
        }

        return true;
    }

    /// <summary>False when the message had to wait, and somebody else reads on.</summary>
    private bool Handle(TcpWorker worker, int start, int length)
    {
        var keepOpen = false;
        try
        {
            keepOpen = _transport.Handler.Handle(worker.Buffer, start, length, new ReceiveInfo(Listen, Remote, Id));
        }
        catch (Exception e)
        {
            TransportLog.HandlerFailed(_transport.Logger, Remote, e); // one message's bug
        }

        if (!keepOpen)
            Finish();
        return worker.IsReading;
    }

    private void TakeRest(TcpWorker worker)
    {
        if (_rest is not { } rest)
            return;
        worker.Append(new ReadOnlySequence<byte>(rest, 0, _restLength));
        ArrayPool<byte>.Shared.Return(rest);
        _rest = null;
    }

    private void LeaveRest(TcpWorker worker)
    {
        var unread = worker.Unread;
        if (unread.IsEmpty)
            return;
        _restLength = (int)unread.Length;
        _rest = ArrayPool<byte>.Shared.Rent(_restLength);
        unread.CopyTo(_rest);
    }
}
