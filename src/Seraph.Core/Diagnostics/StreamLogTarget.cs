namespace Seraph.Core.Diagnostics;

/// <summary>
/// Writes lines to a stream, in practice standard error: <c>2026-03-01T12:00:00.123+01:00 WARNING tm: text</c>, in the server's time zone.
/// </summary>
public sealed class StreamLogTarget(Stream stream, TimeZoneInfo zone) : ILogTarget
{
    private const int FlushAt = 32 * 1024;
    private const int MaxOverhead = 512; // time, level and category

    private readonly byte[] _buffer = new byte[FlushAt + LogOutput.MaxTextLength + MaxOverhead];
    private int _length;

    /// <summary>The target for <c>log_stderror=yes</c>.</summary>
    public static StreamLogTarget StandardError() => new(Console.OpenStandardError(), TimeZoneInfo.Local);

    /// <inheritdoc/>
    public void Write(in LogRecord record)
    {
        var line = new SpanWriter(_buffer.AsSpan(_length));
        line.AddFormatted(TimeZoneInfo.ConvertTime(record.Time, zone), "yyyy-MM-ddTHH:mm:ss.fffzzz");
        line.Add(" "u8);
        line.Add(SerLogLevel.Name(record.Level));
        line.Add(" "u8);
        line.AddText(record.Category.AsSpan(0, Math.Min(record.Category.Length, 100)));
        line.Add(": "u8);
        line.Add(record.Text.Span);
        line.Add("\n"u8);
        _length += line.Length;
        if (_length >= FlushAt)
            Flush();
    }

    /// <inheritdoc/>
    public void Flush()
    {
        var length = _length;
        _length = 0; // what the stream refuses is lost, not repeated
        stream.Write(_buffer, 0, length);
        stream.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}
