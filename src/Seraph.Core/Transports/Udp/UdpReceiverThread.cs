namespace Seraph.Core.Transports.Udp;

/// <summary>
/// A thread that serves a receiver: reads a batch, handles every message of it to the end, sends what that brought, and so on. When a
/// message has to wait, another thread gets the receiver, and this one goes to the standby threads once the message is done.
/// </summary>
internal sealed class UdpReceiverThread : MessageWorker
{
    private const int MinimumLength = 32;

    private readonly UdpTransport _transport;
    private readonly Thread _thread;
    private readonly object _parked = new();
    private UdpReceiver? _next;
    private bool _ending;

    private UdpReceiver? _receiver;
    private int _slot;
    private ReceiveBuffer? _kept;

    public UdpReceiverThread(UdpTransport transport, UdpReceiver receiver)
    {
        _transport = transport;
        _next = receiver;
        _thread = new Thread(Run) { IsBackground = true, Name = receiver.Name };
    }

    /// <summary>The socket that the calling thread receives on, null elsewhere and while its message waits.</summary>
    public static UdpSocket? CurrentSocket => (Current as UdpReceiverThread)?._receiver?.Socket;

    public void Start() => _thread.Start();

    /// <summary>Gives a standby thread a receiver to serve.</summary>
    public void Assign(UdpReceiver receiver)
    {
        lock (_parked)
        {
            _next = receiver;
            Monitor.Pulse(_parked);
        }
    }

    /// <summary>Sends a standby thread home.</summary>
    public void End()
    {
        lock (_parked)
        {
            _ending = true;
            Monitor.Pulse(_parked);
        }
    }

    public override void StartWaiting()
    {
        if (_receiver is not { } receiver)
            return; // replaced already, when this message waited before
        _transport.Limit.Take();
        _kept = receiver.Batch.Exchange(_slot, _transport.Buffers.Rent());
        _receiver = null;
        if (_transport.HandOver(receiver))
            return;

        _transport.Buffers.Return(receiver.Batch.Exchange(_slot, _kept));
        _kept = null;
        _receiver = receiver;
        _transport.Limit.Release();
        throw new BlockingLimitException("no thread can be started to go on receiving");
    }

    private void Run()
    {
        Current = this;
        SendBatch.Begin();
        while (Await() is { } receiver)
        {
            if (Serve(receiver))
            {
                _transport.ReceiverEnded();
                break;
            }

            SendBatch.FlushCurrent();
            _transport.Buffers.Return(_kept!);
            _kept = null;
            _transport.Limit.Release();
            if (!_transport.ToStandby(this))
                break;
        }

        _transport.ThreadEnded(this);
    }

    private UdpReceiver? Await()
    {
        lock (_parked)
        {
            while (_next is null && !_ending)
                Monitor.Wait(_parked);
            var next = _next;
            _next = null;
            return next;
        }
    }

    /// <summary>True when the socket was stopped, false when somebody else serves the receiver now.</summary>
    private bool Serve(UdpReceiver receiver)
    {
        _receiver = receiver;
        var batch = receiver.Batch;
        do
        {
            var handled = 0;
            while (_receiver is not null && batch.Next < batch.Count)
            {
                _slot = batch.Next++;
                if (Handle(receiver.Socket, batch))
                    handled++;
            }

            receiver.Socket.Counters.CountReceived(handled);
            if (_receiver is null)
                return false;
            SendBatch.FlushCurrent();
        }
        while (receiver.Socket.Receive(batch) >= 0);

        _receiver = null;
        return true;
    }

    /// <summary>Whether it was a message at all.</summary>
    private bool Handle(UdpSocket socket, ReceiveBatch batch)
    {
        var length = batch.Lengths[_slot];
        var from = new ReceiveInfo(socket.Listen, batch.Sources[_slot], 0);
        if (length < MinimumLength)
        {
            socket.Counters.CountShort();
            TransportLog.ShortDatagram(_transport.Logger, length, from.Source);
            return false;
        }

        if (from.Source.Port == 0)
        {
            socket.Counters.CountNoPort();
            TransportLog.NoSourcePort(_transport.Logger, from.Source);
            return false;
        }

        try
        {
            _transport.Handler.Handle(batch.Buffer(_slot).Bytes, 0, length, from);
        }
        catch (Exception e)
        {
            TransportLog.HandlerFailed(_transport.Logger, from.Source, e); // one message's bug must not end the receiver
        }

        return true;
    }
}
