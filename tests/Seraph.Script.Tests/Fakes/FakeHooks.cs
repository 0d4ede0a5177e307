using System.Text;

namespace Seraph.Script.Tests.Fakes;

/// <summary>We are example.com and 10.0.0.1; the host gw.example.com is 192.168.1.65.</summary>
internal sealed class FakeHooks : IScriptHooks
{
    public bool IsMyself(ScriptContext context, ReadOnlySpan<byte> uri) => Encoding.ASCII.GetString(uri).EndsWith("@example.com", StringComparison.Ordinal);

    public bool IsMyself(ScriptContext context, IpValue address) => address.ToString() == "10.0.0.1";

    public bool IsAddressOf(ScriptContext context, IpValue address, string host) => host == "gw.example.com" && address.ToString() == "192.168.1.65";
}
