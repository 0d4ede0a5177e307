namespace Seraph.Sip.Headers;

/// <summary>
/// Walks over all Via values of a message from the top, through comma lists and repeated headers.
/// </summary>
/// <example><code>
/// var reader = new ViaReader(message);
/// while (reader.Next(out var via)) { ... }
/// if (reader.Status != SipParseStatus.Ok) { ... }
/// </code></example>
public ref struct ViaReader
{
    private ListCursor _cursor;

    /// <summary>Starts above the topmost Via.</summary>
    public ViaReader(SipMessage message)
    {
        _cursor = new ListCursor(message, HeaderKind.Via);
        Status = SipParseStatus.Ok;
    }

    /// <summary>Ok, or the fault that ended the walk.</summary>
    public SipParseStatus Status { get; private set; }

    /// <summary>Index of the header line that the last value is in.</summary>
    public readonly int HeaderIndex => _cursor.HeaderIndex;

    /// <summary>Goes to the next value; false behind the last one and at a fault, see <see cref="Status"/>.</summary>
    public bool Next(out ViaValue via)
    {
        via = default;
        if (!_cursor.Next())
            return false;
        Status = ViaValue.Read(_cursor.Bytes, ref _cursor.Position, _cursor.End, out via);
        if (Status == SipParseStatus.Ok)
            return true;
        _cursor.Stop();
        return false;
    }
}
