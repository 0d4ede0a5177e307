using System.Buffers;

namespace Seraph.Core.Diagnostics;

/// <summary>
/// A bounded queue of log lines with one reader that may wait. Writers never do: a line that finds no room is dropped and counted. The
/// memory of the texts is rented and comes back when the reader has written the line.
/// </summary>
internal sealed class LogQueue(int maxLines, int maxBytes)
{
    private readonly object _lock = new();
    private readonly LogRecord[] _lines = new LogRecord[maxLines];
    private readonly byte[][] _buffers = new byte[maxLines][];
    private int _first;
    private int _count;
    private int _bytes;
    private long _dropped;
    private bool _completed;

    /// <summary>Lines that found no room, since the start.</summary>
    public long Dropped
    {
        get
        {
            lock (_lock)
            {
                return _dropped;
            }
        }
    }

    /// <summary>Takes over <paramref name="buffer"/>, which was rented from the shared pool and holds the text.</summary>
    public void Add(DateTimeOffset time, int level, string category, byte[] buffer, int length)
    {
        lock (_lock)
        {
            if (!_completed && _count < _lines.Length && _bytes + length <= maxBytes)
            {
                var index = (_first + _count) % _lines.Length;
                _lines[index] = new LogRecord(time, level, category, buffer.AsMemory(0, length));
                _buffers[index] = buffer;
                _bytes += length;
                if (_count++ == 0)
                    Monitor.PulseAll(_lock);
                return;
            }

            _dropped++;
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Takes the oldest line, if there is one; its buffer goes back to the pool with <see cref="Return"/>.</summary>
    public bool TryTake(out LogRecord record, out byte[] buffer)
    {
        lock (_lock)
        {
            if (_count == 0)
            {
                record = default;
                buffer = [];
                return false;
            }

            record = _lines[_first];
            buffer = _buffers[_first];
            _lines[_first] = default;
            _first = (_first + 1) % _lines.Length;
            _count--;
            _bytes -= record.Text.Length;
            return true;
        }
    }

    public static void Return(byte[] buffer) => ArrayPool<byte>.Shared.Return(buffer);

    /// <summary>Waits for a line.</summary>
    /// <returns>False when the queue is completed and empty.</returns>
    public bool WaitToTake()
    {
        lock (_lock)
        {
            while (_count == 0 && !_completed)
                Monitor.Wait(_lock);
            return _count > 0;
        }
    }

    /// <summary>Lets the reader end after what is queued now.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _completed = true;
            Monitor.PulseAll(_lock);
        }
    }
}
