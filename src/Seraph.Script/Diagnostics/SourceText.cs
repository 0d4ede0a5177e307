using System.Text;

namespace Seraph.Script.Diagnostics;

/// <summary>The bytes of one script file, and where its lines begin.</summary>
internal sealed class SourceText
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly List<int> _lineStarts = [0];
    private readonly bool _isAscii;

    public SourceText(string path, byte[] bytes, int order)
    {
        Path = path;
        Bytes = bytes;
        Order = order;
        _isAscii = Ascii.IsValid(bytes);
        Start = bytes.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '\n')
                _lineStarts.Add(i + 1);
        }
    }

    public string Path { get; }

    public byte[] Bytes { get; }

    /// <summary>Files are numbered as they are opened.</summary>
    public int Order { get; }

    /// <summary>The first byte after a byte order mark.</summary>
    public int Start { get; }

    public string TextOf(int start, int end) => Encoding.UTF8.GetString(Bytes.AsSpan(start, end - start));

    /// <summary>The line of a position, counted from 0.</summary>
    public int LineOf(int position)
    {
        var index = _lineStarts.BinarySearch(position);
        return index >= 0 ? index : ~index - 1;
    }

    /// <summary>A line counted from 0, without its end; null when it is longer than <paramref name="limit"/> bytes.</summary>
    public string? Line(int line, int limit)
    {
        var start = line == 0 ? Start : _lineStarts[line];
        var end = Math.Max(start, line + 1 < _lineStarts.Count ? _lineStarts[line + 1] - 1 : Bytes.Length);
        return end - start > limit ? null : TextOf(start, end).TrimEnd('\r');
    }

    /// <summary>The column of a position in characters, counted from 1.</summary>
    public int ColumnOf(int position)
    {
        var line = LineOf(position);
        var start = line == 0 ? Start : _lineStarts[line];
        if (_isAscii)
            return position - start + 1;

        return Encoding.UTF8.GetCharCount(Bytes.AsSpan(Math.Min(start, position), Math.Max(0, position - start))) + 1;
    }
}

/// <summary>A stretch of a script file.</summary>
internal readonly record struct SourceSpan(SourceText Source, int Start, int End)
{
    public SourceLocation ToLocation()
    {
        var last = Math.Max(Start, End - 1);
        return new SourceLocation(
            Source.Path,
            Source.LineOf(Start) + 1,
            Source.ColumnOf(Start),
            Source.LineOf(last) + 1,
            Source.ColumnOf(last));
    }

    /// <summary>From the start of this one to the end of another. What spans several files ends with the first of them.</summary>
    public SourceSpan To(SourceSpan other) => ReferenceEquals(Source, other.Source) && other.End > Start ? this with { End = other.End } : this;
}
