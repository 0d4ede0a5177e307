using System.Buffers;
using System.Text;

namespace Seraph.Core.Diagnostics;

/// <summary>
/// Takes log lines from any thread, without ever making it wait, and has a thread of its own write them to the target. Lines that come faster
/// than the target takes them are dropped and counted, and the log says how many.
/// </summary>
public sealed class LogOutput : IDisposable
{
    /// <summary>Longer texts are cut.</summary>
    public const int MaxTextLength = 16 * 1024;

    private const string OwnCategory = "log";
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);

    private readonly ILogTarget _target;
    private readonly TimeProvider _time;
    private readonly LogQueue _queue;
    private readonly Thread _thread;
    private long _failed;

    /// <summary>Starts the thread that writes.</summary>
    /// <param name="target">Where the lines go; it is disposed of with the output.</param>
    /// <param name="time">Stamps the lines.</param>
    /// <param name="maxLines">How many lines may wait.</param>
    /// <param name="maxBytes">How many bytes of text may wait.</param>
    public LogOutput(ILogTarget target, TimeProvider time, int maxLines = 8192, int maxBytes = 8 * 1024 * 1024)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(time);
        _target = target;
        _time = time;
        _queue = new LogQueue(maxLines, maxBytes);
        _thread = new Thread(Run) { Name = "log", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Lines that were lost since the start: too many at once, or the target failed.</summary>
    public long LinesLost => _queue.Dropped + Interlocked.Read(ref _failed);

    /// <summary>Logs a text of any bytes: see <see cref="LogText.Escape"/>.</summary>
    public void Write(int level, string category, ReadOnlySpan<byte> text, bool keepColors = false)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min((long)text.Length * 4, MaxTextLength) + 3);
        var length = LogText.Escape(text, buffer.AsSpan(0, Math.Min(buffer.Length, MaxTextLength)), keepColors);
        _queue.Add(_time.GetUtcNow(), level, category, buffer, length);
    }

    /// <summary>Logs a text.</summary>
    public void Write(int level, string category, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var length = Math.Min(text.Length, MaxTextLength + 1); // a byte a character or more: the rest is cut anyway
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(length));
        var bytes = Encoding.UTF8.GetBytes(text.AsSpan(0, length), utf8);
        Write(level, category, utf8.AsSpan(0, bytes));
        ArrayPool<byte>.Shared.Return(utf8);
    }

    /// <summary>Writes what is waiting, for two seconds at most, and closes the target. Later lines are dropped.</summary>
    public void Dispose()
    {
        _queue.Complete();
        if (_thread.Join(DrainTime))
            _target.Dispose();
    }

    private void Run()
    {
        long reported = 0;
        while (_queue.WaitToTake())
        {
            while (_queue.TryTake(out var record, out var buffer))
            {
                Deliver(record);
                LogQueue.Return(buffer);
            }

            var lost = LinesLost;
            if (lost > reported && Deliver(new LogRecord(_time.GetUtcNow(), SerLogLevel.Warning, OwnCategory, Report(lost - reported))))
                reported = lost;

            Flush();
        }
    }

    private static byte[] Report(long lines) => Encoding.UTF8.GetBytes($"{lines} lines were lost: they came faster than they could be written");

    private bool Deliver(in LogRecord record)
    {
        try
        {
            _target.Write(record);
            return true;
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or UnauthorizedAccessException)
        {
            Interlocked.Increment(ref _failed); // the log itself is broken: counting is all that can be done
            return false;
        }
    }

    private void Flush()
    {
        try
        {
            _target.Flush();
        }
        catch (IOException)
        {
            Interlocked.Increment(ref _failed);
        }
    }
}
