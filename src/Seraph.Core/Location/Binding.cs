using Seraph.Core.Transports;

namespace Seraph.Core.Location;

/// <summary>
/// One contact of a user (RFC 3261, 10). The texts refer to bytes of somebody else: those of a <see cref="LocationRecord"/>, valid until that is
/// reset, or those of the message that brings the binding, which the table copies when it is committed.
/// </summary>
public struct Binding
{
    /// <summary>The value of <see cref="Q"/> when no preference was given.</summary>
    public const short NoQ = -1;

    /// <summary>Creates a binding without anything in it.</summary>
    public Binding()
    {
    }

    /// <summary>The contact's URI, without angle brackets.</summary>
    public ReadOnlyMemory<byte> Contact { get; set; }

    /// <summary>The address of record that it was registered for: the URI of To, as a rule.</summary>
    public ReadOnlyMemory<byte> Aor { get; set; }

    /// <summary>The URI of the address that the REGISTER came from, when that is where to send; else empty.</summary>
    public ReadOnlyMemory<byte> Received { get; set; }

    /// <summary>The values of the REGISTER's Path headers, comma separated (RFC 3327); empty when there were none.</summary>
    public ReadOnlyMemory<byte> Path { get; set; }

    /// <summary>The Call-ID of the last REGISTER.</summary>
    public ReadOnlyMemory<byte> CallId { get; set; }

    /// <summary>The User-Agent of the last REGISTER.</summary>
    public ReadOnlyMemory<byte> UserAgent { get; set; }

    /// <summary>The <c>+sip.instance</c> of the contact without quotes (RFC 5626); empty when there is none.</summary>
    public ReadOnlyMemory<byte> Instance { get; set; }

    /// <summary>When it ends, in seconds since 1970-01-01 00:00:00 UTC. Of no meaning when it is permanent.</summary>
    public long Expires { get; set; }

    /// <summary>The CSeq number of the last REGISTER.</summary>
    public uint CSeq { get; set; }

    /// <summary>What is known about it.</summary>
    public BindingFlags Flags { get; set; }

    /// <summary>The server that owns it.</summary>
    public int ServerId { get; set; }

    /// <summary>The preference in thousandths, 0 to 1000; <see cref="NoQ"/> when not given.</summary>
    public short Q { get; set; } = NoQ;

    /// <summary>How it stands to its row of the database; kept by the table.</summary>
    public BindingState State { get; set; }

    /// <summary>The socket that the REGISTER arrived on; null when not known.</summary>
    public ListenSocket? Socket { get; set; }

    /// <summary>Whether it never expires.</summary>
    public readonly bool IsPermanent => (Flags & BindingFlags.Permanent) != 0;

    /// <summary>Whether it can be used at <paramref name="now"/> (seconds since 1970).</summary>
    public readonly bool IsValid(long now) => Expires > now || IsPermanent;
}
