namespace Seraph.Sip;

/// <summary>How much a peer may make one message grow.</summary>
public sealed class SipLimits
{
    /// <summary>What holds when nobody says otherwise.</summary>
    public static SipLimits Default { get; } = new();

    /// <summary>Largest message in bytes, start line to end of body. 65535 is the largest UDP datagram.</summary>
    public int MaxMessageLength { get; init; } = 65535;

    /// <summary>Most header lines in one message. 256 is several times what the longest real call paths need.</summary>
    public int MaxHeaders { get; init; } = 256;
}
