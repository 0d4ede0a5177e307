using System.Globalization;
using System.Text;
using Seraph.Core.Management;

namespace Seraph.Control.Binrpc;

/// <summary>Writes one packet: records first, then <see cref="Finish"/> puts the header in front. The body never grows beyond its limit.</summary>
public sealed class BinrpcWriter(int maxBody = int.MaxValue)
{
    private const int First = BinrpcFormat.MaxHeader; // room for the header, whose length depends on the body's

    private byte[] _buffer = new byte[256];
    private int _end = First;

    /// <summary>Whether something was left out because the body would have become too long.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Writes an integer. One that does not fit into 32 bits is written as text: the format has no room for it.</summary>
    public void Write(long value)
    {
        if (value is >= int.MinValue and <= int.MaxValue)
            WriteNumber(BinrpcFormat.Integer, (int)value);
        else
            Write(value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Writes a number with three decimals. One beyond the format's range of about 2 million is written as text.</summary>
    public void Write(double value)
    {
        var thousandths = Math.Truncate(Math.Round(value * 1000, 6)); // 1.001 is a little less than that in binary: it stays 1.001
        if (thousandths is >= int.MinValue and <= int.MaxValue)
            WriteNumber(BinrpcFormat.Double, (int)thousandths);
        else
            Write(value.ToString("F6", CultureInfo.InvariantCulture));
    }

    /// <summary>Writes text.</summary>
    public void Write(string text) => WriteText(BinrpcFormat.Text, text);

    /// <summary>Writes a value of any type.</summary>
    public void Write(RpcValue value)
    {
        switch (value.Kind)
        {
            case RpcKind.Double:
                Write(value.Double);
                break;
            case RpcKind.Text or RpcKind.Line:
                Write(value.Text);
                break;
            case RpcKind.Structure:
                WriteMark(BinrpcFormat.Structure);
                foreach (var (name, member) in value.Structure.Members)
                {
                    WriteText(BinrpcFormat.MemberName, name);
                    Write(member);
                }

                WriteMark(BinrpcFormat.Structure | BinrpcFormat.LongForm);
                break;
            case RpcKind.Array:
                WriteMark(BinrpcFormat.Array);
                foreach (var element in value.Array)
                    Write(element);
                WriteMark(BinrpcFormat.Array | BinrpcFormat.LongForm);
                break;
            default:
                Write(value.Integer);
                break;
        }
    }

    /// <summary>Forgets everything, for the next packet.</summary>
    public void Clear()
    {
        _end = First;
        Overflowed = false;
    }

    /// <summary>Puts the header in front; the packet is valid until the next write.</summary>
    public ReadOnlyMemory<byte> Finish(BinrpcMessageType type, uint cookie)
    {
        Span<byte> header = stackalloc byte[BinrpcFormat.MaxHeader];
        var length = BinrpcHeader.Write(header, type, cookie, _end - First);
        header[..length].CopyTo(_buffer.AsSpan(First - length));
        return _buffer.AsMemory(First - length, _end - First + length);
    }

    private void WriteNumber(byte type, int value)
    {
        var bytes = BinrpcHeader.BytesOf((uint)value); // a negative number has its top bit set and takes all four
        if (Reserve(1 + bytes) is not { IsEmpty: false } target)
            return;
        target[0] = (byte)((bytes << 4) | type);
        BinrpcHeader.WriteNumber(target[1..], (uint)value);
    }

    private void WriteText(byte type, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text) + 1; // with the NUL at the end
        var lengthBytes = length < 8 ? 0 : BinrpcHeader.BytesOf((uint)length);
        if (Reserve(1 + lengthBytes + length) is not { IsEmpty: false } target)
            return;
        target[0] = (byte)(lengthBytes == 0 ? (length << 4) | type : BinrpcFormat.LongForm | (lengthBytes << 4) | type);
        BinrpcHeader.WriteNumber(target.Slice(1, lengthBytes), (uint)length);
        Encoding.UTF8.GetBytes(text, target[(1 + lengthBytes)..]);
        target[^1] = 0;
    }

    private void WriteMark(int mark)
    {
        if (Reserve(1) is { IsEmpty: false } target)
            target[0] = (byte)mark;
    }

    /// <summary>Room for a record, or nothing when the body would become too long.</summary>
    private Span<byte> Reserve(int length)
    {
        if (Overflowed || length > maxBody - (_end - First))
        {
            Overflowed = true;
            return [];
        }

        if (_buffer.Length - _end < length)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _end + length));
        _end += length;
        return _buffer.AsSpan(_end - length, length);
    }
}
