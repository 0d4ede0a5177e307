using System.Text;
using Seraph.Core;
using Seraph.Core.Modularity;
using Seraph.Script.Attributes;

namespace Seraph.Modules.Registrar;

/// <summary>The module's parameters in the form that handling a message needs.</summary>
internal sealed class RegistrarSettings
{
    private readonly SipServer _server;

    public RegistrarSettings(RegistrarOptions options, SipServer server)
    {
        _server = server;
        Options = options;
        Aor = Read("aor_attr", options.AorAttribute, AttributeTrack.To);
        ServerId = Read("server_id_attr", options.ServerIdAttribute, AttributeTrack.From);
        ReceivedParameter = Encoding.UTF8.GetBytes(options.ReceivedParameter);
    }

    public RegistrarOptions Options { get; }

    /// <summary>Overrides To as the stored address of record.</summary>
    public AttributeReference Aor { get; }

    /// <summary>Overrides this server as the owner.</summary>
    public AttributeReference ServerId { get; }

    /// <summary>The name of the Contact parameter for the received URI.</summary>
    public ReadOnlyMemory<byte> ReceivedParameter { get; }

    /// <summary>The number of this server.</summary>
    public int OwnServerId => _server.Options.ServerId;

    /// <summary>The time.</summary>
    public DateTimeOffset Now => _server.Time.GetUtcNow();

    /// <summary>Now, in seconds since 1970.</summary>
    public long UnixTime() => Now.ToUnixTimeSeconds();

    /// <summary>Whether a client may require an extension (RFC 3261, 8.2.2.3).</summary>
    public bool Supports(ReadOnlySpan<byte> tag) => Options.UsePath && System.Text.Ascii.EqualsIgnoreCase(tag, "path"u8);

    private static AttributeReference Read(string parameter, string text, AttributeTrack track)
    {
        if (!text.StartsWith('$') || !AttributeReference.TryParse(Encoding.UTF8.GetBytes(text), out var reference, out _) || reference!.Pattern is not null)
            throw new ModuleException($"registrar: {parameter} \"{text}\" is not an attribute; write it like \"$name\"");
        return new AttributeReference(track, reference.Class, reference.Name.Span);
    }
}
