namespace Seraph.Script;

/// <summary>A network: an address and a mask of the same family, <c>10.0.0.0/8</c> or <c>10.0.0.0/255.0.0.0</c>.</summary>
public readonly struct IpNetworkValue
{
    private readonly UInt128 _mask;

    private IpNetworkValue(IpValue address, UInt128 mask)
    {
        _mask = mask;
        Address = address.Masked(mask);
        HasHostBits = Address != address;
    }

    /// <summary>The address with the host bits cleared.</summary>
    public IpValue Address { get; }

    /// <summary>The address was written with bits outside of the mask; they were cleared.</summary>
    public bool HasHostBits { get; }

    /// <summary>The network of the first <paramref name="bits"/> bits (0 to the address's width).</summary>
    public static bool TryCreate(IpValue address, int bits, out IpNetworkValue network)
    {
        network = default;
        if (!address.IsDefined || bits < 0 || bits > address.Width)
            return false;

        var all = address.IsV4 ? uint.MaxValue : UInt128.MaxValue;
        var hostBits = address.Width - bits;
        network = new IpNetworkValue(address, hostBits == 128 ? UInt128.Zero : all >> hostBits << hostBits & all);
        return true;
    }

    /// <summary>The network of a mask written as an address.</summary>
    public static bool TryCreate(IpValue address, IpValue mask, out IpNetworkValue network)
    {
        network = default;
        if (!address.IsDefined || address.Width != mask.Width)
            return false;

        network = new IpNetworkValue(address, mask.Bits);
        return true;
    }

    /// <summary>True when the address is of the same family and inside.</summary>
    public bool Contains(IpValue address) => address.IsDefined && address.Width == Address.Width && (address.Bits & _mask) == Address.Bits;
}
