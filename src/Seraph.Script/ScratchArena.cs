using System.Buffers;
using System.Buffers.Text;

namespace Seraph.Script;

/// <summary>
/// Memory for texts that live as long as the message is handled: results of selects that are made and not cut out of the message, expanded formats,
/// joined strings. Nothing is ever moved or given back singly; everything goes at <see cref="Reset"/>. Not for several threads at a time.
/// </summary>
public sealed class ScratchArena
{
    /// <summary>The most bytes that one message can use.</summary>
    public const int Limit = 1 << 20;

    private const int FirstBlockSize = 4096;
    private const int BlockSize = 32 * 1024;

    private readonly byte[] _first = GC.AllocateUninitializedArray<byte>(FirstBlockSize);
    private readonly List<byte[]> _rented = [];
    private byte[] _block;
    private int _used;
    private int _total;

    /// <summary>An empty arena.</summary>
    public ScratchArena() => _block = _first;

    /// <summary>Takes <paramref name="size"/> bytes of undefined content.</summary>
    /// <returns>False when the message has used up its share.</returns>
    public bool TryRent(int size, out Memory<byte> memory)
    {
        memory = default;
        if ((uint)size > (uint)(Limit - _total))
            return false;

        if (size > _block.Length - _used)
        {
            _block = ArrayPool<byte>.Shared.Rent(Math.Max(size, BlockSize));
            _rented.Add(_block);
            _used = 0;
        }

        memory = _block.AsMemory(_used, size);
        _used += size;
        _total += size;
        return true;
    }

    /// <summary>Gives back the end of what was rented last.</summary>
    /// <param name="memory">The memory of the last <see cref="TryRent"/>.</param>
    /// <param name="used">The bytes at its start that stay taken.</param>
    /// <returns>The bytes that stay taken.</returns>
    public ReadOnlyMemory<byte> Shrink(Memory<byte> memory, int used)
    {
        var unused = memory.Length - used;
        _used -= unused;
        _total -= unused;
        return memory[..used];
    }

    /// <summary>A copy of <paramref name="text"/>; <see cref="SelectResult.Error"/> when the message has used up its share.</summary>
    public SelectResult Text(ReadOnlySpan<byte> text)
    {
        if (!TryRent(text.Length, out var memory))
            return SelectResult.Error;

        text.CopyTo(memory.Span);
        return SelectResult.Of(memory);
    }

    /// <summary>The decimal digits of a number; <see cref="SelectResult.Error"/> when the message has used up its share.</summary>
    public SelectResult Number(long number)
    {
        const int longest = 20;
        if (!TryRent(longest, out var memory))
            return SelectResult.Error;

        Utf8Formatter.TryFormat(number, memory.Span, out var written);
        return SelectResult.Of(Shrink(memory, written));
    }

    /// <summary>Forgets everything that was taken.</summary>
    public void Reset()
    {
        foreach (var block in _rented)
            ArrayPool<byte>.Shared.Return(block);

        _rented.Clear();
        _block = _first;
        _used = 0;
        _total = 0;
    }
}
