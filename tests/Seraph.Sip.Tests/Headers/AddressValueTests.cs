using Seraph.Sip.Headers;

namespace Seraph.Sip.Tests.Headers;

public class AddressValueTests
{
    [Theory]
    [InlineData("<sip:a@b>", "", "sip:a@b", "", "")]
    [InlineData("sip:a@b", "", "sip:a@b", "", "")]
    [InlineData("sip:a@b;tag=1", "", "sip:a@b", ";tag=1", "1")]
    [InlineData("<sip:a@b;tag=2>;tag=1", "", "sip:a@b;tag=2", ";tag=1", "1")]
    [InlineData("\"A. \\\"B\\\" <x>\" <sip:a@b>;TAG=1", "A. \\\"B\\\" <x>", "sip:a@b", ";TAG=1", "1")]
    [InlineData("\"\"<sip:a@b>", "", "sip:a@b", "", "")]
    [InlineData("Bob Smith   <sip:a@b> ; x ; tag = 1 ", "Bob Smith", "sip:a@b", "; x ; tag = 1", "1")]
    [InlineData("A. Bell <sip:a@b>", "A. Bell", "sip:a@b", "", "")]
    [InlineData("caller<sip:a@b>", "caller", "sip:a@b", "", "")]
    [InlineData("\r\n sip:a@b\r\n ;tag=1", "", "sip:a@b", ";tag=1", "1")]
    [InlineData("<sip:a@b?x=y>", "", "sip:a@b?x=y", "", "")]
    [InlineData("<tel:+1;phone-context=x>;tag=1", "", "tel:+1;phone-context=x", ";tag=1", "1")]
    [InlineData("J\u00fcrgen <sip:a@b>", "J\u00fcrgen", "sip:a@b", "", "")]
    public void Reads(string text, string name, string uri, string parameters, string tag)
    {
        var bytes = Text.Bytes(text);
        Assert.Equal(SipParseStatus.Ok, AddressValue.TryParse(bytes, out var address));
        Assert.Equal(name, address.UnquotedName(bytes).In(bytes));
        Assert.Equal(uri, address.Uri.In(bytes));
        Assert.Equal(parameters, address.Parameters.In(bytes));
        Assert.Equal(tag, address.Tag.In(bytes));
        Assert.Equal(text.Contains('<', StringComparison.Ordinal), address.HasBrackets);
        Assert.Equal(text.Trim(), address.Value.In(bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<>")]
    [InlineData("<sip:a@b")]
    [InlineData("\"open <sip:a@b>")]
    [InlineData("\"open\\\" <sip:a@b>")]
    [InlineData("\"name\" sip:a@b")]
    [InlineData("\"name\"")]
    [InlineData("name \"quoted\" <sip:a@b>")]
    [InlineData("< sip:a@b >")]
    [InlineData("<sip:a @b>")]
    [InlineData("Bell, Alexander <sip:a@b>")]
    [InlineData("sip:a@b?x=y")]
    [InlineData("sip:a@b c")]
    [InlineData("bob")]
    [InlineData(":bob")]
    [InlineData("<sip:a@b> x")]
    [InlineData("<sip:a@b>;")]
    [InlineData("<sip:a@b>;;tag=1")]
    [InlineData("<sip:a@b>;tag=\"1")]
    [InlineData("<sip:a@b>;tag=<1>")]
    [InlineData("<sip:a@b>, <sip:c@d>")]
    [InlineData("<sip:a\u0001@b>")]
    public void Refuses(string text) => Assert.NotEqual(SipParseStatus.Ok, AddressValue.TryParse(Text.Bytes(text), out _));

    [Fact]
    public void Walks_over_a_list_that_is_no_header()
    {
        var bytes = Text.Bytes("<sip:a;lr>, \"x, y\" <sip:b> ; p=\"1,2\" ,sip:c");
        var reader = new AddressReader(bytes, new Slice(0, bytes.Length));
        var uris = new List<string>();
        while (reader.Next(out var address))
            uris.Add(address.Uri.In(bytes));
        Assert.Equal(SipParseStatus.Ok, reader.Status);
        Assert.Equal(["sip:a;lr", "sip:b", "sip:c"], uris);
    }

    [Theory]
    [InlineData("<sip:a>,", 1)]
    [InlineData("<sip:a>,,<sip:b>", 1)]
    [InlineData(",<sip:a>", 0)]
    [InlineData("", 0)]
    [InlineData("<sip:a>, \"open", 1)]
    public void A_list_with_an_empty_place_ends_there(string text, int expected)
    {
        var bytes = Text.Bytes(text);
        var reader = new AddressReader(bytes, new Slice(0, bytes.Length));
        var count = 0;
        while (reader.Next(out _))
            count++;
        Assert.Equal(expected, count);
        Assert.NotEqual(SipParseStatus.Ok, reader.Status);
        Assert.False(reader.Next(out _));
    }

    [Fact]
    public void Finds_a_parameter_by_name()
    {
        var bytes = Text.Bytes("<sip:a>;Reason=\"x y\";flag");
        Assert.Equal(SipParseStatus.Ok, AddressValue.TryParse(bytes, out var address));
        Assert.True(address.TryGetParameter(bytes, "reason"u8, out var reason));
        Assert.Equal("\"x y\"", reason.Value.In(bytes));
        Assert.Equal("x y", reason.Unquoted.In(bytes));
        Assert.Equal("Reason=\"x y\"", reason.Whole.In(bytes));
        Assert.True(address.TryGetParameter(bytes, "FLAG"u8, out var flag));
        Assert.False(flag.Value.Exists);
        Assert.False(address.TryGetParameter(bytes, "other"u8, out _));
    }
}
