using Seraph.Script;
using Seraph.Script.Attributes;
using Seraph.Script.Parameters;

namespace Seraph.Modules.Rr;

internal sealed class RrOptions
{
    /// <summary>Write the tag of From into the Record-Route URI; the direction of later requests is told by it.</summary>
    [Parameter("append_fromtag", Help = "write ;ftag=From-tag into the Record-Route URI, which tells the direction of later requests")]
    public bool AppendFromTag { get; set; } = true;

    /// <summary>Two Record-Route headers when a request leaves by another socket than it came in on.</summary>
    [Parameter("enable_double_rr", Help = "two Record-Route headers when a request leaves by another socket")]
    public bool DoubleRecordRoute { get; set; } = true;

    /// <summary><c>;lr=on</c> instead of <c>;lr</c>.</summary>
    [Parameter("enable_full_lr", Help = "write ;lr=on instead of ;lr")]
    public bool FullLr { get; set; }

    /// <summary>The user part of the Record-Route URI.</summary>
    [Parameter("add_username", Help = "user part of the Record-Route URI: text, attribute or select")]
    public StringParameter? User { get; set; }

    /// <summary>Receives the user part of the own Route.</summary>
    [Parameter("user_part_avp", Help = "attribute that receives the user part of our Route")]
    public AttributeReference? UserPartAttribute { get; set; }

    /// <summary>Receives the URI of the next hop.</summary>
    [Parameter("next_route_avp", Help = "attribute that receives the URI of the next hop")]
    public AttributeReference? NextRouteAttribute { get; set; }

    /// <summary>Only attributes whose names match travel in the cookie.</summary>
    [Parameter("cookie_filter", Help = "only attributes whose names match travel in the dialog cookie")]
    [RegexFlags(PosixRegexOptions.IgnoreCase)]
    public PosixRegex? CookieFilter { get; set; }

    /// <summary>The key of the cookie. When empty, a random one of this process: cookies end with it.</summary>
    [Parameter("cookie_secret", Help = "key of the dialog cookie; when empty, a random one of this process")]
    public string CookieSecret { get; set; } = "";

    /// <summary>With double Record-Route, send by the socket that the second own Route names.</summary>
    [Parameter("force_send_socket", Help = "with double Record-Route, send by the socket that the second own Route names")]
    public bool ForceSendSocket { get; set; } = true;

    /// <summary>Routes with this user part are not ours.</summary>
    [Parameter("ignore_user", Help = "Routes with this user part are not ours")]
    public string IgnoredUser { get; set; } = "";

    /// <summary>The flag of attributes that travel in the cookie.</summary>
    [AttributeFlag("dialog_cookie")]
    public uint DialogCookieFlag { get; set; }
}
