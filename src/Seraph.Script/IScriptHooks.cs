namespace Seraph.Script;

/// <summary>The questions of a script that only the server can answer. Asked while messages are handled, by many threads at a time.</summary>
public interface IScriptHooks
{
    /// <summary>True when host and port of the URI are ours (<c>uri == myself</c>).</summary>
    bool IsMyself(ScriptContext context, ReadOnlySpan<byte> uri);

    /// <summary>True when the address is ours (<c>dst_ip == myself</c>).</summary>
    bool IsMyself(ScriptContext context, IpValue address);

    /// <summary>True when <paramref name="host"/> resolves to the address, or, with <c>rev_dns</c>, the address to the host (<c>src_ip == "host.name"</c>).</summary>
    bool IsAddressOf(ScriptContext context, IpValue address, string host);
}
