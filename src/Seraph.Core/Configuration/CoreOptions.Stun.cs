using Seraph.Script;

namespace Seraph.Core.Configuration;

/// <content>STUN, which is not served: the names are accepted.</content>
public sealed partial class CoreOptions
{
    private const string NoStun = "has no effect: stun support not compiled in";

    [Parameter("stun_refresh_interval", Help = NoStun)]
    internal IgnoredParameter? StunRefreshInterval { get; set; }

    [Parameter("stun_allow_stun", Help = NoStun)]
    internal IgnoredParameter? StunAllow { get; set; }

    [Parameter("stun_allow_fp", Help = NoStun)]
    internal IgnoredParameter? StunAllowFingerprint { get; set; }
}
