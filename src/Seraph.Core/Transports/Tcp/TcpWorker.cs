using System.Buffers;

namespace Seraph.Core.Transports.Tcp;

/// <summary>A pool thread that reads a connection, with the buffer in which it handles messages.</summary>
internal sealed class TcpWorker : MessageWorker
{
    [ThreadStatic]
    private static TcpWorker? Own;

    private TcpConnection? _connection;
    private BlockingLimit? _limit;
    private bool _waited;
    private int _end;

    private TcpWorker(int maxMessage) => Buffer = new byte[maxMessage + 1];

    /// <summary>Room for the largest message, and for the byte that makes one too large.</summary>
    public byte[] Buffer { get; }

    /// <summary>The first byte that was not handled.</summary>
    public int Start { get; set; }

    /// <summary>The bytes that were not handled.</summary>
    public ReadOnlySequence<byte> Unread => new(Buffer, Start, _end - Start);

    /// <summary>Whether this thread still reads the connection; not when a message had to wait.</summary>
    public bool IsReading => _connection is not null;

    public static TcpWorker ForThisThread(TcpTransport transport)
    {
        if (Own is null || Own.Buffer.Length <= transport.MaxMessage)
            Own = new TcpWorker(transport.MaxMessage);
        Own._limit = transport.Limit;
        return Own;
    }

    public void Begin(TcpConnection connection)
    {
        _connection = connection;
        Start = _end = 0;
        Current = this;
        SendBatch.Begin();
    }

    public void End()
    {
        SendBatch.EndCurrent();
        Current = null;
        _connection = null;
        if (!_waited)
            return;
        _waited = false;
        PoolThreads.OneIsBack();
        _limit!.Release();
    }

    /// <summary>Moves what was not handled to the front.</summary>
    public void Compact()
    {
        if (Start == 0)
            return;
        Buffer.AsSpan(Start, _end - Start).CopyTo(Buffer);
        _end -= Start;
        Start = 0;
    }

    /// <summary>Forgets what was not handled.</summary>
    public void Discard() => Start = _end;

    /// <summary>Takes in as many bytes as there is room for, and says how far that is.</summary>
    public SequencePosition Append(in ReadOnlySequence<byte> bytes)
    {
        var taken = bytes.Slice(0, Math.Min(bytes.Length, Buffer.Length - _end));
        taken.CopyTo(Buffer.AsSpan(_end));
        _end += (int)taken.Length;
        return taken.End;
    }

    public override void StartWaiting()
    {
        if (_connection is not { } connection)
            return; // handed over already, when this message waited before
        _limit!.Take();
        _connection = null;
        _waited = true;
        PoolThreads.OneWaits();
        connection.HandOver(this);
    }
}
