namespace Seraph.Sip.Headers;

/// <summary>
/// Walks over addresses through comma lists and repeated headers: Route, Record-Route, Path, Service-Route, Diversion, P-Asserted-Identity and the like.
/// </summary>
/// <example><code>
/// var reader = new AddressReader(message, HeaderKind.Route);
/// while (reader.Next(out var route)) { ... }
/// if (reader.Status != SipParseStatus.Ok) { ... }
/// </code></example>
public ref struct AddressReader
{
    private ListCursor _cursor;

    /// <summary>Starts before the first value of the headers of that kind.</summary>
    public AddressReader(SipMessage message, HeaderKind kind)
    {
        _cursor = new ListCursor(message, kind);
        Status = SipParseStatus.Ok;
    }

    /// <summary>Starts before the first value of one list, such as a stored Path.</summary>
    public AddressReader(ReadOnlySpan<byte> bytes, Slice body)
    {
        _cursor = new ListCursor(bytes, body);
        Status = SipParseStatus.Ok;
    }

    /// <summary>Ok, or the fault that ended the walk.</summary>
    public SipParseStatus Status { get; private set; }

    /// <summary>Index of the header line that the last value is in; -1 in a list that is no header.</summary>
    public readonly int HeaderIndex => _cursor.HeaderIndex;

    /// <summary>Goes to the next value; false behind the last one and at a fault, see <see cref="Status"/>.</summary>
    public bool Next(out AddressValue address)
    {
        address = default;
        if (!_cursor.Next())
            return false;
        Status = AddressValue.Read(_cursor.Bytes, ref _cursor.Position, _cursor.End, out address);
        if (Status == SipParseStatus.Ok)
            return true;
        _cursor.Stop();
        return false;
    }
}
