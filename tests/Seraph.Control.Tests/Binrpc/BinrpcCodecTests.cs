using CsCheck;
using Seraph.Control.Binrpc;
using Seraph.Core.Management;
using Seraph.Fuzz;

namespace Seraph.Control.Tests.Binrpc;

public class BinrpcCodecTests
{
    private static readonly Gen<string> Texts = Gen.OneOf(Gen.String, Gen.String[Gen.Char.AlphaNumeric, 0, 40], Gen.String[Gen.Char.AlphaNumeric, 250, 260]);

    private static readonly Gen<RpcValue> Scalars = Gen.OneOf(
        Gen.Int.Select(number => RpcValue.From(number)),
        Gen.Int.Select(number => RpcValue.From(number / 1000.0)),
        Texts.Where(text => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)) == text).Select(RpcValue.From));

    private static readonly Gen<RpcValue> Values = Gen.Recursive<RpcValue>((depth, inner) => depth > 4
        ? Scalars
        : Gen.Frequency((3, Scalars), (1, inner.List[0, 5].Select(elements => RpcValue.From((IReadOnlyList<RpcValue>)elements))), (1, Gen.Select(Texts.Where(text => !text.Any(char.IsSurrogate)), inner).List[0, 5].Select(Structure))));

    [Theory]
    [InlineData(0, "00")]
    [InlineData(7, "1007")]
    [InlineData(0x80, "1080")]
    [InlineData(0x1234, "201234")]
    [InlineData(-1, "40FFFFFFFF")]
    [InlineData(int.MinValue, "4080000000")]
    [InlineData(1L << 31, "910B3231343734383336343800")]
    public void Integers_have_the_least_bytes(long value, string hex) => Assert.Equal(hex, BodyOf(RpcValue.From(value)));

    [Theory]
    [InlineData("", "1100")]
    [InlineData("abcdef", "7161626364656600")]
    [InlineData("abcdefg", "91086162636465666700")]
    [InlineData("abcdefghi", "910A61626364656667686900")]
    public void Strings_end_with_nul(string text, string hex) => Assert.Equal(hex, BodyOf(RpcValue.From(text)));

    [Fact]
    public void A_long_string_has_a_long_length() => Assert.StartsWith("B1010000" + "78", BodyOf(RpcValue.From(new string('x', 65535))), StringComparison.Ordinal);

    [Theory]
    [InlineData(1.5, "2205DC")]
    [InlineData(0, "02")]
    [InlineData(-0.001, "42FFFFFFFF")]
    [InlineData(0.0009, "02")]
    [InlineData(1.001, "2203E9")]
    public void Doubles_are_thousandths(double value, string hex) => Assert.Equal(hex, BodyOf(RpcValue.From(value)));

    [Fact]
    public void A_double_beyond_the_range_becomes_text() => Assert.Equal("911033303030303030302E30303030303000", BodyOf(RpcValue.From(30000000.0)));

    [Fact]
    public void Structures_and_arrays_are_bracketed()
    {
        Assert.Equal("041001100284", BodyOf(RpcValue.From([RpcValue.From(1), RpcValue.From(2)])));
        Assert.Equal("0375696E7476616C001003257300416162630083", BodyOf(RpcValue.From(new RpcStructure().Add("intval", 3).Add("s", "abc"))));
    }

    [Fact]
    public void A_request_is_as_in_the_specification()
    {
        var writer = new BinrpcWriter();
        writer.Write("core.uptime");
        Assert.Equal("A1010E1234910C636F72652E757074696D6500", Convert.ToHexString(writer.Finish(BinrpcMessageType.Request, 0x1234).Span));
    }

    [Fact]
    public void What_is_written_is_read_back() => Gen.Select(Values.List[0, 20], Gen.UInt, Gen.Enum<BinrpcMessageType>()).Sample((values, cookie, type) =>
    {
        var writer = new BinrpcWriter();
        foreach (var value in values)
            writer.Write(value);
        var packet = writer.Finish(type, cookie).Span;
        if (BinrpcHeader.TryRead(packet, int.MaxValue, out var header) != BinrpcStatus.Ok || header.Cookie != cookie || header.Type != type || header.Length + header.BodyLength != packet.Length)
            return false;

        var read = new List<RpcValue>();
        return new BinrpcReader(packet[header.Length..]).TryReadAll(read) == BinrpcStatus.Ok && Text(read) == Text(values);
    });

    [Fact]
    public void A_packet_cut_anywhere_is_never_taken_for_whole() => Values.List[1, 5].Sample(values =>
    {
        var writer = new BinrpcWriter();
        foreach (var value in values)
            writer.Write(value);
        var packet = writer.Finish(BinrpcMessageType.Reply, 1).ToArray();
        for (var length = 0; length < packet.Length; length++)
        {
            var status = BinrpcHeader.TryRead(packet.AsSpan(0, length), int.MaxValue, out var header);
            if (status == BinrpcStatus.Ok ? length - header.Length >= header.BodyLength : status != BinrpcStatus.MoreData)
                return false;
        }

        return true;
    });

    [Fact]
    public void Random_bytes_are_read_or_refused() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        new BinrpcReader(bytes).TryReadAll([]);
        BinrpcTarget.Run(bytes);
    });

    [Fact]
    public void A_damaged_packet_is_read_the_same_again_or_refused() =>
        Gen.Select(Values.List[1, 5], Gen.Select(Gen.Int[0, 200], Gen.Byte).List[1, 4]).Sample((values, changes) =>
        {
            var writer = new BinrpcWriter();
            foreach (var value in values)
                writer.Write(value);
            var packet = writer.Finish(BinrpcMessageType.Reply, 1).ToArray();
            foreach (var (position, b) in changes)
                packet[position % packet.Length] = b;
            BinrpcTarget.Run(packet);
        });

    [Theory]
    [InlineData("90021234", "4660")]
    [InlineData("9000", "0")]
    [InlineData("80", "0")]
    [InlineData("4000000007", "7")]
    [InlineData("B10000000361620000", null)]
    [InlineData("B1000003616200", "ab")]
    [InlineData("26616203", null)]
    [InlineData("266162", "ab")]
    public void Longer_encodings_are_accepted(string hex, string? text)
    {
        var values = new List<RpcValue>();
        var status = new BinrpcReader(Convert.FromHexString(hex)).TryReadAll(values);
        if (text is not null)
            Assert.Equal(text, Assert.Single(values).ToString());
        else
            Assert.True(status != BinrpcStatus.Ok || values.Count != 1);
    }

    [Theory]
    [InlineData("50FFFFFFFFFF", BinrpcStatus.BadRecord)]
    [InlineData("0F", BinrpcStatus.BadRecord)]
    [InlineData("83", BinrpcStatus.BadRecord)]
    [InlineData("84", BinrpcStatus.BadRecord)]
    [InlineData("251100", BinrpcStatus.BadRecord)]
    [InlineData("256100", BinrpcStatus.BadRecord)]
    [InlineData("031001", BinrpcStatus.BadRecord)]
    [InlineData("03256100", BinrpcStatus.MoreData)]
    [InlineData("03256100100183", BinrpcStatus.Ok)]
    [InlineData("041001", BinrpcStatus.MoreData)]
    [InlineData("3161", BinrpcStatus.MoreData)]
    [InlineData("F1FFFFFFFFFFFFFF", BinrpcStatus.BadRecord)]
    [InlineData("C1FFFFFFFF00", BinrpcStatus.MoreData)]
    public void Records_that_make_no_sense_are_refused(string hex, BinrpcStatus status) => Assert.Equal(status, new BinrpcReader(Convert.FromHexString(hex)).TryReadAll([]));

    [Fact]
    public void Nesting_is_limited()
    {
        Assert.Equal(BinrpcStatus.BadRecord, new BinrpcReader(Enumerable.Repeat((byte)4, 60000).ToArray()).TryReadAll([]));
        Assert.Equal(BinrpcStatus.Ok, new BinrpcReader(Convert.FromHexString("0404848484"[..8])).TryReadAll([]));
    }

    [Theory]
    [InlineData("A2", BinrpcStatus.BadPacket)]
    [InlineData("A120", BinrpcStatus.BadPacket)]
    [InlineData("A1", BinrpcStatus.MoreData)]
    [InlineData("A10F00000001", BinrpcStatus.MoreData)]
    [InlineData("A10FFFFFFFFF00000001", BinrpcStatus.BadPacket)]
    [InlineData("A1100001", BinrpcStatus.Ok)]
    public void Headers_are_checked(string hex, BinrpcStatus status) => Assert.Equal(status, BinrpcHeader.TryRead(Convert.FromHexString(hex), 65535, out _));

    [Fact]
    public void Nothing_is_written_beyond_the_limit()
    {
        var writer = new BinrpcWriter(10);
        writer.Write("12345678"); // 2 + 9 bytes
        Assert.True(writer.Overflowed);
        writer.Write(1);
        Assert.Equal(4, writer.Finish(BinrpcMessageType.Reply, 1).Length);
    }

    private static RpcValue Structure(List<(string Name, RpcValue Value)> members)
    {
        var structure = new RpcStructure();
        foreach (var (name, value) in members)
            structure.Add(name, value);
        return RpcValue.From(structure);
    }

    private static string Text(IEnumerable<RpcValue> values) => string.Join("|", values.Select(value => $"{value.Kind}{value}"));

    private static string BodyOf(RpcValue value)
    {
        var writer = new BinrpcWriter();
        writer.Write(value);
        var packet = writer.Finish(BinrpcMessageType.Reply, 1).Span;
        Assert.Equal(BinrpcStatus.Ok, BinrpcHeader.TryRead(packet, int.MaxValue, out var header));
        return Convert.ToHexString(packet[header.Length..]);
    }
}
