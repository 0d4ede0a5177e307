using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Seraph.Control.Ctl;

/// <summary>One connection: requests are read into a buffer that grows up to its limit, served in order and answered one by one.</summary>
internal sealed class StreamConnection(Socket socket, ControlClient client, TimeProvider time, ILogger logger)
{
    private const int FirstBuffer = 1024;

    /// <summary>How long a client may take to read an answer. A half-written one cannot be mended: the connection is closed.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    private byte[] _buffer = new byte[FirstBuffer];
    private int _length;

    /// <summary>Serves until the client leaves or sends what can't be understood, or the server stops.</summary>
    public async Task ServeAsync(CancellationToken stop)
    {
        using (socket)
        {
            try
            {
                while (await FillAsync(stop) && await AnswerAllAsync(stop))
                {
                    // One round for what has arrived.
                }
            }
            catch (SocketException error)
            {
                CtlLog.Failed(logger, client.Listener, error.Message); // the client is gone
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The server stops.
            }
        }
    }

    private async Task<bool> FillAsync(CancellationToken stop)
    {
        if (_length == _buffer.Length)
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, CtlServer.MaxRequest));
        if (_length == _buffer.Length)
            return false; // a request beyond every limit

        var received = await socket.ReceiveAsync(_buffer.AsMemory(_length), stop);
        _length += received;
        return received > 0;
    }

    private async Task<bool> AnswerAllAsync(CancellationToken stop)
    {
        var start = 0;
        while (start < _length)
        {
            var step = client.Protocol.Serve(_buffer.AsSpan(start, _length - start), isWhole: false, client, out var consumed, out var answer);
            if (step == ControlStep.NeedMore)
                break;
            if (!await SendAsync(answer.Bytes, stop))
                return false;
            answer.Call?.ReplySent();
            if (step == ControlStep.AnswerAndClose)
                return false;
            start += consumed;
        }

        _buffer.AsSpan(start, _length - start).CopyTo(_buffer);
        _length -= start;
        return true;
    }

    private async Task<bool> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        using var timeout = new CancellationTokenSource(AnswerTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, timeout.Token);
        try
        {
            while (!bytes.IsEmpty)
                bytes = bytes[await socket.SendAsync(bytes, either.Token)..];
            return true;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            CtlLog.AnswerLost(logger, client.Listener, client.Source, AnswerTimeout.TotalSeconds);
            return false;
        }
    }
}
