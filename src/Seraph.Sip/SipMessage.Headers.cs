using System.Runtime.CompilerServices;
using Seraph.Sip.Parsing;

namespace Seraph.Sip;

/// <content>The index of header lines.</content>
public sealed partial class SipMessage
{
    private HeaderLine[] _headers = new HeaderLine[InitialHeaders];
    private int _headerCount;
    private FirstOfKind _first; // 1 + index of the first header of each kind, 0 = none
    private bool _repeated; // a header that may be there once only is there twice

    /// <summary>All headers in the order of the message.</summary>
    public ReadOnlySpan<HeaderLine> Headers => _headers.AsSpan(0, _headerCount);

    /// <summary>Index in <see cref="Headers"/> of the first header of that kind; -1 when there is none.</summary>
    public int FirstHeader(HeaderKind kind) => kind == HeaderKind.Other ? -1 : _first[(int)kind] - 1;

    /// <summary>Index of the next header of the same kind (for Other: of the same name) behind <paramref name="index"/>; -1 when there is none.</summary>
    public int NextHeader(int index)
    {
        ref readonly var header = ref _headers[index];
        if (header.Kind == HeaderKind.Other)
            return FindHeader(this[header.Name], index + 1);
        for (var i = index + 1; i < _headerCount; i++)
        {
            if (_headers[i].Kind == header.Kind)
                return i;
        }

        return -1;
    }

    /// <summary>
    /// Index of the first header called <paramref name="name"/> at or behind <paramref name="from"/>, ignoring case. A name with a kind
    /// also finds its compact form, and the other way round. -1 when there is none.
    /// </summary>
    public int FindHeader(ReadOnlySpan<byte> name, int from = 0)
    {
        var kind = HeaderNames.Find(name);
        if (kind != HeaderKind.Other && from == 0)
            return FirstHeader(kind);

        var bytes = Bytes;
        for (var i = from; i < _headerCount; i++)
        {
            ref readonly var header = ref _headers[i];
            if (header.Kind == kind && (kind != HeaderKind.Other || header.Name.Of(bytes).EqualsIgnoreCase(name)))
                return i;
        }

        return -1;
    }

    /// <summary>True when there is a header of that kind.</summary>
    public bool HasHeader(HeaderKind kind) => FirstHeader(kind) >= 0;

    /// <summary>The body of the first header of that kind; absent when there is none.</summary>
    public Slice HeaderBody(HeaderKind kind)
    {
        var index = FirstHeader(kind);
        return index < 0 ? default : _headers[index].Body;
    }

    /// <summary>The body of the first header called <paramref name="name"/>; absent when there is none.</summary>
    public Slice HeaderBody(ReadOnlySpan<byte> name)
    {
        var index = FindHeader(name);
        return index < 0 ? default : _headers[index].Body;
    }

    private void AddHeader(in HeaderLine header)
    {
        if (_headerCount >= _limits.MaxHeaders)
        {
            Fault(SipParseStatus.TooManyHeaders);
            return;
        }

        if (_headerCount == _headers.Length)
            Array.Resize(ref _headers, _headers.Length * 2);

        _headers[_headerCount++] = header;
        if (header.Kind == HeaderKind.Other)
            return;
        ref var first = ref _first[(int)header.Kind];
        if (first == 0)
            first = (ushort)_headerCount;
        else if (header.Kind is HeaderKind.From or HeaderKind.To or HeaderKind.CallId or HeaderKind.CSeq or HeaderKind.MaxForwards)
            _repeated = true;
    }

    private void ResetHeaders()
    {
        _headerCount = 0;
        _first = default;
        _repeated = false;
    }

    private void CopyHeadersTo(SipMessage target)
    {
        if (target._headers.Length < _headerCount)
            target._headers = new HeaderLine[_headers.Length];
        Headers.CopyTo(target._headers);
        target._headerCount = _headerCount;
        target._first = _first;
        target._repeated = _repeated;
    }

    [InlineArray(HeaderNames.KindCount)]
    private struct FirstOfKind
    {
        private ushort _element;
    }
}
