namespace Seraph.Script.Tests.Fakes;

/// <summary>We are example.com and 10.0.0.1; the host gw.example.com is 192.168.1.65.</summary>
internal sealed class FakeHooks : IScriptHooks
{
    public bool IsMyself(ScriptContext context, ReadOnlySpan<byte> uri) => uri.EndsWith("@example.com"u8);

    public bool IsMyself(ScriptContext context, IpValue address) => address == IpValue.FromBytes([10, 0, 0, 1]);

    public bool IsAddressOf(ScriptContext context, IpValue address, string host) => host == "gw.example.com" && address.ToString() == "192.168.1.65";
}
