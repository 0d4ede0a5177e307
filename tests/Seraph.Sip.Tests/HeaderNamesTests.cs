using System.Text;

namespace Seraph.Sip.Tests;

public class HeaderNamesTests
{
    public static TheoryData<HeaderKind> Kinds => [.. Enum.GetValues<HeaderKind>().Where(k => k != HeaderKind.Other)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Finds_every_name_in_any_case(HeaderKind kind)
    {
        var name = Encoding.ASCII.GetString(kind.Name());
        Assert.NotEmpty(name);
        Assert.Equal(kind, HeaderNames.Find(Text.Bytes(name)));
        Assert.Equal(kind, HeaderNames.Find(Text.Bytes(name.ToUpperInvariant())));
        Assert.Equal(kind, HeaderNames.Find(Text.Bytes(name.ToLowerInvariant())));
        Assert.Equal(HeaderKind.Other, HeaderNames.Find(Text.Bytes(name + "x")));
        Assert.Equal(HeaderKind.Other, HeaderNames.Find(Text.Bytes("x" + name)));
    }

    [Theory]
    [InlineData('a', HeaderKind.AcceptContact)]
    [InlineData('b', HeaderKind.ReferredBy)]
    [InlineData('c', HeaderKind.ContentType)]
    [InlineData('d', HeaderKind.RequestDisposition)]
    [InlineData('e', HeaderKind.ContentEncoding)]
    [InlineData('f', HeaderKind.From)]
    [InlineData('i', HeaderKind.CallId)]
    [InlineData('j', HeaderKind.RejectContact)]
    [InlineData('k', HeaderKind.Supported)]
    [InlineData('l', HeaderKind.ContentLength)]
    [InlineData('m', HeaderKind.Contact)]
    [InlineData('n', HeaderKind.IdentityInfo)]
    [InlineData('o', HeaderKind.Event)]
    [InlineData('r', HeaderKind.ReferTo)]
    [InlineData('s', HeaderKind.Subject)]
    [InlineData('t', HeaderKind.To)]
    [InlineData('u', HeaderKind.AllowEvents)]
    [InlineData('v', HeaderKind.Via)]
    [InlineData('x', HeaderKind.SessionExpires)]
    [InlineData('y', HeaderKind.Identity)]
    [InlineData('z', HeaderKind.Other)]
    [InlineData('1', HeaderKind.Other)]
    [InlineData('-', HeaderKind.Other)]
    public void Knows_the_compact_forms(char letter, HeaderKind kind)
    {
        Assert.Equal(kind, HeaderNames.Find([(byte)letter]));
        Assert.Equal(kind, HeaderNames.Find([(byte)char.ToUpperInvariant(letter)]));
    }

    [Fact]
    public void An_empty_name_is_no_header_of_a_kind() => Assert.Equal(HeaderKind.Other, HeaderNames.Find([]));
}
