using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Seraph.Core.Transports.Udp;

/// <summary>A buffer for the largest datagram, at an address that never changes. Its pages cost nothing before they are written to.</summary>
internal sealed unsafe class ReceiveBuffer
{
    public const int Size = 65535;

    public byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(Size, pinned: true);

    public byte* Address => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(Bytes));
}

/// <summary>Receive buffers that stand in for those that waiting messages keep. Bounded by how many may wait.</summary>
internal sealed class ReceiveBufferPool
{
    private readonly Stack<ReceiveBuffer> _free = new();

    public ReceiveBuffer Rent()
    {
        lock (_free)
        {
            if (_free.TryPop(out var buffer))
                return buffer;
        }

        return new ReceiveBuffer();
    }

    public void Return(ReceiveBuffer buffer)
    {
        lock (_free)
            _free.Push(buffer);
    }
}

/// <summary>The datagrams that one system call brought. It belongs to one thread at a time.</summary>
internal sealed class ReceiveBatch
{
    public const int Size = 32;

    private readonly ReceiveBuffer[] _buffers = new ReceiveBuffer[Size];

    public ReceiveBatch()
    {
        for (var i = 0; i < Size; i++)
            _buffers[i] = new ReceiveBuffer();
    }

    /// <summary>How many datagrams there are.</summary>
    public int Count { get; set; }

    /// <summary>The first one that nobody has begun to handle.</summary>
    public int Next { get; set; }

    public int[] Lengths { get; } = new int[Size];

    public NetworkEndpoint[] Sources { get; } = new NetworkEndpoint[Size];

    public ReceiveBuffer Buffer(int slot) => _buffers[slot];

    /// <summary>Takes a datagram out of the batch together with its buffer, leaving another one in its place.</summary>
    public ReceiveBuffer Exchange(int slot, ReceiveBuffer spare)
    {
        var taken = _buffers[slot];
        _buffers[slot] = spare;
        return taken;
    }
}
