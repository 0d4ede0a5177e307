namespace Seraph.Sip;

/// <summary>
/// The method of a request. Each value is one bit, with the weights that SER scripts know, so that sets of methods fit an integer
/// (<c>tm</c> parameters, the <c>methods</c> of a contact).
/// </summary>
public enum SipMethod
{
    /// <summary>No method: a reply, or nothing parsed.</summary>
    None = 0,

    /// <summary>INVITE (RFC 3261).</summary>
    Invite = 1,

    /// <summary>CANCEL (RFC 3261).</summary>
    Cancel = 2,

    /// <summary>ACK (RFC 3261).</summary>
    Ack = 4,

    /// <summary>BYE (RFC 3261).</summary>
    Bye = 8,

    /// <summary>INFO (RFC 6086).</summary>
    Info = 16,

    /// <summary>REGISTER (RFC 3261).</summary>
    Register = 32,

    /// <summary>SUBSCRIBE (RFC 6665).</summary>
    Subscribe = 64,

    /// <summary>NOTIFY (RFC 6665).</summary>
    Notify = 128,

    /// <summary>MESSAGE (RFC 3428).</summary>
    Message = 256,

    /// <summary>OPTIONS (RFC 3261).</summary>
    Options = 512,

    /// <summary>PRACK (RFC 3262).</summary>
    Prack = 1024,

    /// <summary>UPDATE (RFC 3311).</summary>
    Update = 2048,

    /// <summary>REFER (RFC 3515).</summary>
    Refer = 4096,

    /// <summary>PUBLISH (RFC 3903).</summary>
    Publish = 8192,

    /// <summary>Any other token; the message holds its text.</summary>
    Other = 16384,
}

/// <summary>Names of methods.</summary>
public static class SipMethods
{
    /// <summary>
    /// Finds the method that <paramref name="name"/> spells. Method names are case-sensitive (RFC 3261, 7.1), so <c>invite</c>
    /// is <see cref="SipMethod.Other"/>; empty text is <see cref="SipMethod.None"/>.
    /// </summary>
    public static SipMethod Parse(ReadOnlySpan<byte> name)
    {
        switch (name.Length)
        {
            case 0:
                return SipMethod.None;
            case 3:
                if (name.SequenceEqual("ACK"u8))
                    return SipMethod.Ack;
                return name.SequenceEqual("BYE"u8) ? SipMethod.Bye : SipMethod.Other;
            case 4:
                return name.SequenceEqual("INFO"u8) ? SipMethod.Info : SipMethod.Other;
            case 5:
                if (name.SequenceEqual("REFER"u8))
                    return SipMethod.Refer;
                return name.SequenceEqual("PRACK"u8) ? SipMethod.Prack : SipMethod.Other;
            case 6:
                if (name.SequenceEqual("INVITE"u8))
                    return SipMethod.Invite;
                if (name.SequenceEqual("CANCEL"u8))
                    return SipMethod.Cancel;
                if (name.SequenceEqual("NOTIFY"u8))
                    return SipMethod.Notify;
                return name.SequenceEqual("UPDATE"u8) ? SipMethod.Update : SipMethod.Other;
            case 7:
                if (name.SequenceEqual("OPTIONS"u8))
                    return SipMethod.Options;
                if (name.SequenceEqual("MESSAGE"u8))
                    return SipMethod.Message;
                return name.SequenceEqual("PUBLISH"u8) ? SipMethod.Publish : SipMethod.Other;
            case 8:
                return name.SequenceEqual("REGISTER"u8) ? SipMethod.Register : SipMethod.Other;
            case 9:
                return name.SequenceEqual("SUBSCRIBE"u8) ? SipMethod.Subscribe : SipMethod.Other;
            default:
                return SipMethod.Other;
        }
    }

    /// <summary>The name on the wire; empty for <see cref="SipMethod.None"/> and <see cref="SipMethod.Other"/>.</summary>
    public static ReadOnlySpan<byte> Name(this SipMethod method) => method switch
    {
        SipMethod.Invite => "INVITE"u8,
        SipMethod.Cancel => "CANCEL"u8,
        SipMethod.Ack => "ACK"u8,
        SipMethod.Bye => "BYE"u8,
        SipMethod.Info => "INFO"u8,
        SipMethod.Register => "REGISTER"u8,
        SipMethod.Subscribe => "SUBSCRIBE"u8,
        SipMethod.Notify => "NOTIFY"u8,
        SipMethod.Message => "MESSAGE"u8,
        SipMethod.Options => "OPTIONS"u8,
        SipMethod.Prack => "PRACK"u8,
        SipMethod.Update => "UPDATE"u8,
        SipMethod.Refer => "REFER"u8,
        SipMethod.Publish => "PUBLISH"u8,
        _ => [],
    };
}
