using Seraph.Core.Attributes;
using Seraph.Core.Transports;
using Seraph.Script;
using Seraph.Script.Attributes;
using Seraph.Script.Diagnostics;
using Seraph.Sip;
using Seraph.Sip.Editing;
using Seraph.Sip.Uris;

namespace Seraph.Core.Routing;

/// <summary>
/// One message on its way through the server: what came in, what the script has done to it so far, where it is to go. Modules get it
/// with every call. Objects are pooled per thread; nothing of it may be kept when the call returns, a transaction copies what it needs.
/// </summary>
public sealed partial class RouteContext : ScriptContext
{
    /// <summary>The longest Request-URI that a script can make, in bytes (spec core-language.md, 6).</summary>
    public const int MaxUriLength = 1024;

    private const uint ContextsAtMost = 4096;

    private byte[] _replyHeaders = new byte[512];
    private int _replyHeadersLength;
    private ReadOnlyMemory<byte> _rewrittenUri;
    private SipUri _rewritten;
    private SipParseStatus _rewrittenStatus;
    private bool _rewrittenKnown;
    private DateTimeOffset _firstUseTime;

    internal RouteContext(SipServer server, AttributeStore attributes, uint number)
    {
        Server = server;
        Branches = new BranchSet(Scratch);
        AttributeStore = attributes;
        MessageId = number;
    }

    /// <summary>The server that handles the message.</summary>
    public SipServer Server { get; }

    /// <summary>The program that handles it: the one that was current when it came in, or, for a transaction's message, when that began.</summary>
    public RoutingProgram Program { get; internal set; } = null!;

    /// <summary>The message as received. In failure and branch routes: the request as the transaction keeps it.</summary>
    public SipMessage Message { get; } = new();

    /// <summary>The changes that the script has asked for, applied when the message is sent on.</summary>
    public MessageEdits Edits { get; } = new();

    /// <summary>How it came in.</summary>
    public ReceiveInfo Source { get; internal set; }

    /// <summary>A number that no other message of this run has (<c>@msg.id</c>).</summary>
    public uint MessageId { get; private set; }

    /// <summary>The time, UTC, at which it was asked for first while this message is handled (<c>%Ts</c>): one message, one time.</summary>
    public DateTimeOffset FirstUseTime
    {
        get
        {
            if (_firstUseTime == default)
                _firstUseTime = Server.Time.GetUtcNow();
            return _firstUseTime;
        }
    }

    /// <summary>The attributes that the script sees.</summary>
    public override IAttributeStore Attributes => AttributeStore;

    /// <summary>The same, with what the server and modules need beside the script.</summary>
    public AttributeStore AttributeStore { get; }

    /// <summary>Why the last action of the script failed: what <c>sl_reply_error</c> and delayed replies tell the peer.</summary>
    public RoutingError LastError { get; set; }

    /// <summary>Whether the edits note already where the request came from; see <see cref="Forwarder.NoteSource"/>.</summary>
    internal bool IsSourceNoted { get; set; }

    /// <summary>The next context that the thread has to spare.</summary>
    internal RouteContext? NextFree { get; set; }

    // ---- where a request goes

    /// <summary>The Request-URI: rewritten, or as received. Empty in a reply.</summary>
    public ReadOnlyMemory<byte> RequestUri => _rewrittenUri.IsEmpty ? Message.RequestUriText.Of(Message.Memory) : _rewrittenUri;

    /// <summary>Whether the script has changed the Request-URI.</summary>
    public bool IsUriRewritten => !_rewrittenUri.IsEmpty;

    /// <summary>
    /// The parts of the current Request-URI, as slices of <see cref="RequestUriBytes"/>; meaningful when <see cref="RequestUriStatus"/> is Ok.
    /// </summary>
    public ref readonly SipUri ParsedRequestUri
    {
        get
        {
            if (_rewrittenUri.IsEmpty)
                return ref Message.RequestUri;
            ParseRewritten();
            return ref _rewritten;
        }
    }

    /// <summary>Whether the current Request-URI can be read.</summary>
    public SipParseStatus RequestUriStatus
    {
        get
        {
            if (_rewrittenUri.IsEmpty)
                return Message.RequestUriStatus;
            ParseRewritten();
            return _rewrittenStatus;
        }
    }

    /// <summary>The bytes that <see cref="ParsedRequestUri"/> slices.</summary>
    public ReadOnlyMemory<byte> RequestUriBytes => _rewrittenUri.IsEmpty ? Message.Memory : _rewrittenUri;

    /// <summary>Where to send the request if not to its Request-URI (loose routing, an outbound proxy); empty = there.</summary>
    public ReadOnlyMemory<byte> DestinationUri { get; private set; }

    /// <summary>The values of Route headers to add (RFC 3327), comma separated; empty = none.</summary>
    public ReadOnlyMemory<byte> Path { get; private set; }

    /// <summary>The preference of the Request-URI among the branches, in thousandths; <see cref="BranchSet.NoQ"/> when unknown.</summary>
    public int Q { get; set; } = BranchSet.NoQ;

    /// <summary>The further destinations.</summary>
    public BranchSet Branches { get; }

    /// <summary>The flags of the branch of the Request-URI.</summary>
    public uint BranchFlags { get; set; }

    /// <summary>The socket to send from (<c>force_send_socket</c>); null = the usual choice.</summary>
    public ListenSocket? ForcedSocket { get; set; }

    /// <summary>What to ask of the transport when the message is sent on.</summary>
    public SendOptions ForwardOptions { get; set; }

    /// <summary>What to ask of the transport when its replies are sent.</summary>
    public SendOptions ReplyOptions { get; set; }

    /// <summary>Treat the topmost Via as if it had an <c>rport</c> parameter (<c>force_rport</c>).</summary>
    public bool ForceRport { get; set; }

    /// <summary>Put an empty <c>rport</c> into our own Via (<c>add_local_rport</c>).</summary>
    public bool AddLocalRport { get; set; }

    /// <summary>The host of our own Via and Record-Route instead of the socket's (<c>set_advertised_address</c>); empty = the configured one.</summary>
    public ReadOnlyMemory<byte> AdvertisedHost { get; private set; }

    /// <summary>The port of our own Via and Record-Route instead of the socket's; 0 = the configured one.</summary>
    public int AdvertisedPort { get; set; }

    /// <summary>The protocol for a request that grows beyond <c>udp_mtu</c>; None = as configured.</summary>
    public TransportProtocol LargeRequestProtocol { get; set; }

    /// <summary>
    /// Index in the message's headers of the credentials that an authentication function has accepted; -1 = none. See <c>consume_credentials</c>
    /// and <c>is_user</c>.
    /// </summary>
    public int AuthorizedHeader { get; set; } = -1;

    // ---- replies

    /// <summary>Header lines to add to a reply that we make (<c>append_to_reply</c>), each with its line end.</summary>
    public ReadOnlySpan<byte> ReplyHeaders => _replyHeaders.AsSpan(0, _replyHeadersLength);

    // ---- onsend_route

    /// <summary>In <c>onsend_route</c>: the bytes about to be sent. Empty elsewhere.</summary>
    public ReadOnlyMemory<byte> Outgoing { get; internal set; }

    /// <summary>In <c>onsend_route</c>: where they are about to go.</summary>
    public SendTarget OutgoingTarget { get; internal set; }

    /// <summary>Replaces the Request-URI; the bytes are copied. False when it is empty or longer than <see cref="MaxUriLength"/>.</summary>
    public bool TrySetRequestUri(ReadOnlySpan<byte> uri)
    {
        if (uri.IsEmpty || uri.Length > MaxUriLength || !TryKeep(uri, out var kept))
            return false;
        _rewrittenUri = kept;
        _rewrittenKnown = false;
        return true;
    }

    /// <summary>Goes back to the Request-URI as received.</summary>
    public void RevertRequestUri()
    {
        _rewrittenUri = default;
        _rewrittenKnown = false;
    }

    /// <summary>Sets <see cref="DestinationUri"/> (empty = none); the bytes are copied. False when it is longer than <see cref="MaxUriLength"/>.</summary>
    public bool TrySetDestinationUri(ReadOnlySpan<byte> uri)
    {
        if (uri.Length > MaxUriLength || !TryKeep(uri, out var kept))
            return false;
        DestinationUri = kept;
        return true;
    }

    /// <summary>Sets <see cref="Path"/> (empty = none); the bytes are copied. False when the message has used up its memory.</summary>
    public bool TrySetPath(ReadOnlySpan<byte> path)
    {
        if (!TryKeep(path, out var kept))
            return false;
        Path = kept;
        return true;
    }

    /// <summary>Sets <see cref="AdvertisedHost"/>; the bytes are copied.</summary>
    public bool TrySetAdvertisedHost(ReadOnlySpan<byte> host)
    {
        if (!TryKeep(host, out var kept))
            return false;
        AdvertisedHost = kept;
        return true;
    }

    /// <summary>
    /// Adds header lines to the replies that we make to this request. The text must end with a line end and hold complete lines. False when
    /// there would be more than 16 KiB of them.
    /// </summary>
    public bool TryAddReplyHeaders(ReadOnlySpan<byte> lines)
    {
        const int limit = 16 * 1024;
        var needed = _replyHeadersLength + lines.Length;
        if (needed > limit)
            return false;
        if (needed > _replyHeaders.Length)
            Array.Resize(ref _replyHeaders, Math.Max(needed, _replyHeaders.Length * 2));
        lines.CopyTo(_replyHeaders.AsSpan(_replyHeadersLength));
        _replyHeadersLength = needed;
        return true;
    }

    /// <summary>Forgets the header lines for replies (<c>append_to_reply</c>).</summary>
    public void ClearReplyHeaders() => _replyHeadersLength = 0;

    /// <summary>Takes the context for a message of <paramref name="program"/>. What was there before was cleared by <see cref="End"/>.</summary>
    internal void Begin(RoutingProgram program, in ReceiveInfo source)
    {
        Program = program;
        Source = source;
        MaxLoops = Server.Options.MaxWhileLoops;
        MessageId += ContextsAtMost; // contexts count apart, so that they share no counter
    }

    /// <summary>Forgets everything about the message.</summary>
    internal void End()
    {
        ResetScript();
        Message.Reset();
        Edits.Clear();
        AttributeStore.Clear();
        IsSourceNoted = false;
        Branches.Clear();
        _firstUseTime = default;
        LastError = RoutingError.None;
        RevertRequestUri();
        DestinationUri = default;
        Path = default;
        Q = BranchSet.NoQ;
        BranchFlags = 0;
        ForcedSocket = null;
        ForwardOptions = SendOptions.None;
        ReplyOptions = SendOptions.None;
        ForceRport = false;
        AddLocalRport = false;
        AdvertisedHost = default;
        AdvertisedPort = 0;
        LargeRequestProtocol = TransportProtocol.None;
        AuthorizedHeader = -1;
        Outgoing = default;
        OutgoingTarget = default;
        ClearReplyHeaders();
        EndTransaction();
        Program = null!;
    }

    /// <inheritdoc/>
    protected override void Report(ScriptFault fault, SourceLocation location) => RoutingLog.ScriptFault(Server.Logger, this, fault, location);

    /// <summary>Forgets what the transaction layer has put into the context.</summary>
    partial void EndTransaction();

    private bool TryKeep(ReadOnlySpan<byte> bytes, out ReadOnlyMemory<byte> kept)
    {
        kept = default;
        if (bytes.IsEmpty)
            return true;
        if (!Scratch.TryRent(bytes.Length, out var memory))
            return false;
        bytes.CopyTo(memory.Span);
        kept = memory;
        return true;
    }

    private void ParseRewritten()
    {
        if (_rewrittenKnown)
            return;
        _rewrittenKnown = true;
        _rewrittenStatus = SipUri.TryParse(_rewrittenUri.Span, new Slice(0, _rewrittenUri.Length), out _rewritten);
    }
}
