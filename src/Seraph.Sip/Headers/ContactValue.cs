using Seraph.Sip.Parsing;

namespace Seraph.Sip.Headers;

/// <summary>One value of a Contact header (RFC 3261, 20.10; RFC 5626; RFC 3840).</summary>
public struct ContactValue
{
    private AddressValue _address;

    /// <summary>The value is <c>*</c>: all contacts of a REGISTER (RFC 3261, 10.2.2). Nothing else is set then.</summary>
    public bool IsStar { get; private set; }

    /// <summary>Display name, URI and parameters.</summary>
    public readonly AddressValue Address => _address;

    /// <summary>The URI, without angle brackets.</summary>
    public readonly Slice Uri => _address.Uri;

    /// <summary>The whole value.</summary>
    public readonly Slice Value => _address.Value;

    /// <summary>All parameters behind the URI, from the first semicolon on.</summary>
    public readonly Slice Parameters => _address.Parameters;

    /// <summary>The q parameter as written.</summary>
    public Slice Q { get; private set; }

    /// <summary>q in thousandths, <see cref="QValue.Unspecified"/> when absent or bad.</summary>
    public int QThousandths { get; private set; }

    /// <summary>Whether q could be read: Ok, Missing, BadQValue.</summary>
    public SipParseStatus QStatus { get; private set; }

    /// <summary>The expires parameter as written.</summary>
    public Slice ExpiresText { get; private set; }

    /// <summary>The lifetime in seconds; meaningful when <see cref="ExpiresStatus"/> is Ok.</summary>
    public uint Expires { get; private set; }

    /// <summary>
    /// Whether expires could be read: Ok, Missing, BadNumber, or NumberTooLarge above 2^32 - 1. A malformed one means 3600
    /// (RFC 3261, 10.2.1.1 and 20.19; RFC 4475, 3.1.2.4).
    /// </summary>
    public SipParseStatus ExpiresStatus { get; private set; }

    /// <summary>The +sip.instance parameter without its quotes (RFC 5626).</summary>
    public Slice Instance { get; private set; }

    /// <summary>The reg-id parameter (RFC 5626).</summary>
    public Slice RegId { get; private set; }

    /// <summary>The methods parameter without its quotes (RFC 3840).</summary>
    public Slice Methods { get; private set; }

    /// <summary>The received parameter without its quotes.</summary>
    public Slice Received { get; private set; }

    /// <summary>Looks for a parameter of the header (not of the URI), ignoring case.</summary>
    public readonly bool TryGetParameter(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name, out Parameter parameter) =>
        ParameterReader.TryFind(bytes, Parameters, name, out parameter);

    /// <summary>Reads one contact that fills <paramref name="text"/>; all slices count from the start of <paramref name="bytes"/>.</summary>
    public static SipParseStatus TryParse(ReadOnlySpan<byte> bytes, Slice text, out ContactValue contact)
    {
        var position = text.Start;
        var status = Read(bytes, ref position, text.End, out contact);
        return status == SipParseStatus.Ok && position < text.End ? SipParseStatus.BadContact : status;
    }

    /// <summary>Reads one contact.</summary>
    public static SipParseStatus TryParse(ReadOnlySpan<byte> text, out ContactValue contact) =>
        TryParse(text, new Slice(0, text.Length), out contact);

    /// <summary>Reads the value at <paramref name="position"/> and leaves that at the comma behind it, or at the end.</summary>
    internal static SipParseStatus Read(ReadOnlySpan<byte> bytes, ref int position, int end, out ContactValue contact)
    {
        contact = new ContactValue
        {
            QThousandths = QValue.Unspecified,
            QStatus = SipParseStatus.Missing,
            ExpiresStatus = SipParseStatus.Missing,
        };

        var start = SipText.SkipSpace(bytes, position, end);
        if (start < end && bytes[start] == '*')
        {
            position = SipText.SkipSpace(bytes, start + 1, end);
            contact.IsStar = true;
            return position < end && bytes[position] != ',' ? SipParseStatus.BadContact : SipParseStatus.Ok;
        }

        var status = AddressValue.ReadHead(bytes, ref position, end, out contact._address);
        if (status != SipParseStatus.Ok)
            return status;

        var reader = new ParameterReader(bytes, position, end);
        while (reader.Next(out var parameter))
        {
            contact._address.Extend(position, reader.Position);
            contact.Note(bytes, parameter);
        }

        position = reader.Position;
        if (reader.Status != SipParseStatus.Ok)
            return reader.Status;
        return position < end && bytes[position] != ',' ? SipParseStatus.BadContact : SipParseStatus.Ok;
    }

    private void Note(ReadOnlySpan<byte> bytes, in Parameter parameter)
    {
        var name = parameter.Name.Of(bytes);
        switch (name.Length)
        {
            case 1 when !Q.Exists && name[0] is (byte)'q' or (byte)'Q':
                Q = parameter.ValueOrPlace;
                QStatus = QValue.TryParse(Q.Of(bytes), out var q);
                QThousandths = q;
                break;
            case 6 when !RegId.Exists && name.EqualsIgnoreCase("reg-id"u8):
                RegId = parameter.ValueOrPlace;
                break;
            case 7 when !ExpiresText.Exists && name.EqualsIgnoreCase("expires"u8):
                ExpiresText = parameter.ValueOrPlace;
                ExpiresStatus = DecimalNumber.ReadAll(bytes, ExpiresText, uint.MaxValue, out var expires);
                Expires = expires;
                break;
            case 7 when !Methods.Exists && name.EqualsIgnoreCase("methods"u8):
                Methods = parameter.ValueOrPlace;
                break;
            case 8 when !Received.Exists && name.EqualsIgnoreCase("received"u8):
                Received = parameter.ValueOrPlace;
                break;
            case 13 when !Instance.Exists && name.EqualsIgnoreCase("+sip.instance"u8):
                Instance = parameter.ValueOrPlace;
                break;
        }
    }
}
