namespace Seraph.Sip.Headers;

/// <summary>
/// Walks over all contacts of a message, through comma lists and repeated headers. A <c>*</c> must stand alone: beside another contact it is <see cref="SipParseStatus.BadContact"/> (RFC 3261, 10.2.2).
/// </summary>
/// <example><code>
/// var reader = new ContactReader(message);
/// while (reader.Next(out var contact)) { ... }
/// if (reader.Status != SipParseStatus.Ok) { ... }
/// </code></example>
public ref struct ContactReader
{
    private ListCursor _cursor;
    private int _count;
    private bool _star;

    /// <summary>Starts before the first contact.</summary>
    public ContactReader(SipMessage message)
    {
        _cursor = new ListCursor(message, HeaderKind.Contact);
        _count = 0;
        _star = false;
        Status = SipParseStatus.Ok;
    }

    /// <summary>Ok, or the fault that ended the walk.</summary>
    public SipParseStatus Status { get; private set; }

    /// <summary>Index of the header line that the last contact is in.</summary>
    public readonly int HeaderIndex => _cursor.HeaderIndex;

    /// <summary>Goes to the next contact; false behind the last one and at a fault, see <see cref="Status"/>.</summary>
    public bool Next(out ContactValue contact)
    {
        contact = default;
        if (!_cursor.Next())
            return false;
        Status = ContactValue.Read(_cursor.Bytes, ref _cursor.Position, _cursor.End, out contact);
        _count++;
        _star |= contact.IsStar;
        if (Status == SipParseStatus.Ok && _star && _count > 1)
            Status = SipParseStatus.BadContact;
        if (Status == SipParseStatus.Ok)
            return true;
        _cursor.Stop();
        return false;
    }
}
