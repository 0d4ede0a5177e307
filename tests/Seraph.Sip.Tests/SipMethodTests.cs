namespace Seraph.Sip.Tests;

public class SipMethodTests
{
    public static TheoryData<SipMethod> Known => [.. Enum.GetValues<SipMethod>().Where(m => m is not (SipMethod.None or SipMethod.Other))];

    [Theory]
    [MemberData(nameof(Known))]
    public void Finds_every_method_by_its_exact_name(SipMethod method)
    {
        var name = Text.From(method.Name());
        Assert.Equal(method.ToString().ToUpperInvariant(), name);
        Assert.Equal(method, SipMethods.Parse(Text.Bytes(name)));
        Assert.Equal(SipMethod.Other, SipMethods.Parse(Text.Bytes(name.ToLowerInvariant())));
        Assert.Equal(SipMethod.Other, SipMethods.Parse(Text.Bytes(name + "X")));
    }

    [Fact]
    public void Every_method_is_one_bit() =>
        Assert.All(Enum.GetValues<SipMethod>(), m => Assert.True(m == SipMethod.None || int.IsPow2((int)m)));

    [Fact]
    public void Empty_text_is_no_method() => Assert.Equal(SipMethod.None, SipMethods.Parse([]));

    [Fact]
    public void Has_the_weights_that_scripts_know()
    {
        Assert.Equal(8, (int)SipMethod.Bye);
        Assert.Equal(1, (int)SipMethod.Invite);
        Assert.Equal(32, (int)SipMethod.Register);
    }
}
