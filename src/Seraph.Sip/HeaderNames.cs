using System.Text;
using Seraph.Sip.Parsing;

namespace Seraph.Sip;

/// <summary>Names of the headers that have a <see cref="HeaderKind"/>, and the way back from a name to its kind.</summary>
public static class HeaderNames
{
    /// <summary>How many kinds there are, <see cref="HeaderKind.Other"/> included.</summary>
    public const int KindCount = (int)HeaderKind.WwwAuthenticate + 1;

    private const int TableSize = 512; // a power of two, several times the number of names: probes are short
    private static readonly byte[][] Names = new byte[KindCount][];
    private static readonly HeaderKind[] Compact = new HeaderKind[26];
    private static readonly HeaderKind[] Table = new HeaderKind[TableSize];

    static HeaderNames()
    {
        Names[0] = [];
        Add(HeaderKind.Accept, "Accept");
        Add(HeaderKind.AcceptContact, "Accept-Contact", 'a');
        Add(HeaderKind.AcceptEncoding, "Accept-Encoding");
        Add(HeaderKind.AcceptLanguage, "Accept-Language");
        Add(HeaderKind.AlertInfo, "Alert-Info");
        Add(HeaderKind.Allow, "Allow");
        Add(HeaderKind.AllowEvents, "Allow-Events", 'u');
        Add(HeaderKind.AuthenticationInfo, "Authentication-Info");
        Add(HeaderKind.Authorization, "Authorization");
        Add(HeaderKind.CallId, "Call-ID", 'i');
        Add(HeaderKind.CallInfo, "Call-Info");
        Add(HeaderKind.Contact, "Contact", 'm');
        Add(HeaderKind.ContentDisposition, "Content-Disposition");
        Add(HeaderKind.ContentEncoding, "Content-Encoding", 'e');
        Add(HeaderKind.ContentLanguage, "Content-Language");
        Add(HeaderKind.ContentLength, "Content-Length", 'l');
        Add(HeaderKind.ContentType, "Content-Type", 'c');
        Add(HeaderKind.CSeq, "CSeq");
        Add(HeaderKind.Date, "Date");
        Add(HeaderKind.Diversion, "Diversion");
        Add(HeaderKind.ErrorInfo, "Error-Info");
        Add(HeaderKind.Event, "Event", 'o');
        Add(HeaderKind.Expires, "Expires");
        Add(HeaderKind.FlowTimer, "Flow-Timer");
        Add(HeaderKind.From, "From", 'f');
        Add(HeaderKind.HistoryInfo, "History-Info");
        Add(HeaderKind.Identity, "Identity", 'y');
        Add(HeaderKind.IdentityInfo, "Identity-Info", 'n');
        Add(HeaderKind.InReplyTo, "In-Reply-To");
        Add(HeaderKind.Join, "Join");
        Add(HeaderKind.MaxForwards, "Max-Forwards");
        Add(HeaderKind.MimeVersion, "MIME-Version");
        Add(HeaderKind.MinExpires, "Min-Expires");
        Add(HeaderKind.MinSE, "Min-SE");
        Add(HeaderKind.Organization, "Organization");
        Add(HeaderKind.PAssertedIdentity, "P-Asserted-Identity");
        Add(HeaderKind.PPreferredIdentity, "P-Preferred-Identity");
        Add(HeaderKind.Path, "Path");
        Add(HeaderKind.Priority, "Priority");
        Add(HeaderKind.Privacy, "Privacy");
        Add(HeaderKind.ProxyAuthenticate, "Proxy-Authenticate");
        Add(HeaderKind.ProxyAuthorization, "Proxy-Authorization");
        Add(HeaderKind.ProxyRequire, "Proxy-Require");
        Add(HeaderKind.RAck, "RAck");
        Add(HeaderKind.Reason, "Reason");
        Add(HeaderKind.RecordRoute, "Record-Route");
        Add(HeaderKind.ReferTo, "Refer-To", 'r');
        Add(HeaderKind.ReferredBy, "Referred-By", 'b');
        Add(HeaderKind.RejectContact, "Reject-Contact", 'j');
        Add(HeaderKind.RemotePartyId, "Remote-Party-ID");
        Add(HeaderKind.Replaces, "Replaces");
        Add(HeaderKind.ReplyTo, "Reply-To");
        Add(HeaderKind.RequestDisposition, "Request-Disposition", 'd');
        Add(HeaderKind.Require, "Require");
        Add(HeaderKind.RetryAfter, "Retry-After");
        Add(HeaderKind.Route, "Route");
        Add(HeaderKind.RSeq, "RSeq");
        Add(HeaderKind.SecurityClient, "Security-Client");
        Add(HeaderKind.SecurityServer, "Security-Server");
        Add(HeaderKind.SecurityVerify, "Security-Verify");
        Add(HeaderKind.Server, "Server");
        Add(HeaderKind.ServiceRoute, "Service-Route");
        Add(HeaderKind.SessionExpires, "Session-Expires", 'x');
        Add(HeaderKind.SipETag, "SIP-ETag");
        Add(HeaderKind.SipIfMatch, "SIP-If-Match");
        Add(HeaderKind.Subject, "Subject", 's');
        Add(HeaderKind.SubscriptionState, "Subscription-State");
        Add(HeaderKind.Supported, "Supported", 'k');
        Add(HeaderKind.Timestamp, "Timestamp");
        Add(HeaderKind.To, "To", 't');
        Add(HeaderKind.Unsupported, "Unsupported");
        Add(HeaderKind.UserAgent, "User-Agent");
        Add(HeaderKind.Via, "Via", 'v');
        Add(HeaderKind.Warning, "Warning");
        Add(HeaderKind.WwwAuthenticate, "WWW-Authenticate");
    }

    /// <summary>
    /// Finds the kind of the header called <paramref name="name"/>, ignoring case and knowing the compact forms;
    /// <see cref="HeaderKind.Other"/> when it has none.
    /// </summary>
    public static HeaderKind Find(ReadOnlySpan<byte> name)
    {
        if (name.Length <= 1)
        {
            var letter = name.IsEmpty ? uint.MaxValue : (uint)((name[0] | 0x20) - 'a');
            return letter < 26 ? Compact[letter] : HeaderKind.Other;
        }

        for (var slot = Hash(name); ; slot = (slot + 1) & (TableSize - 1))
        {
            var kind = Table[slot];
            if (kind == HeaderKind.Other || name.EqualsIgnoreCase(Names[(int)kind]))
                return kind;
        }
    }

    /// <summary>The full name in its usual spelling; empty for <see cref="HeaderKind.Other"/>.</summary>
    public static ReadOnlySpan<byte> Name(this HeaderKind kind) => Names[(int)kind];

    private static void Add(HeaderKind kind, string name, char compact = '\0')
    {
        var bytes = Encoding.ASCII.GetBytes(name);
        Names[(int)kind] = bytes;
        if (compact != '\0')
            Compact[compact - 'a'] = kind;

        var slot = Hash(bytes);
        while (Table[slot] != HeaderKind.Other)
            slot = (slot + 1) & (TableSize - 1);
        Table[slot] = kind;
    }

    // Length, first, middle and last letter tell nearly all names apart; bit 5 is set so that case does not matter.
    private static int Hash(ReadOnlySpan<byte> name)
    {
        var first = name[0] | 0x20;
        var middle = name[name.Length >> 1] | 0x20;
        var last = name[^1] | 0x20;
        return ((name.Length * 37) + (first * 61) + (middle * 19) + (last * 5)) & (TableSize - 1);
    }
}
