using Seraph.Script.Parameters;
using Seraph.Sip;
using Seraph.Sip.Uris;

namespace Seraph.Core.Routing.Language;

/// <summary>The place in a URI that a <see cref="UriPartText"/> is for.</summary>
internal enum UriPart
{
    /// <summary>A host without port.</summary>
    Host,

    /// <summary>A host, with or without port.</summary>
    HostPort,

    /// <summary>A host, with or without port and parameters.</summary>
    HostPortParameters,

    /// <summary>A user without password; may be empty.</summary>
    User,

    /// <summary>A user with or without password; may be empty.</summary>
    UserInfo,

    /// <summary>A port, 1 to 65535; may be empty.</summary>
    Port,

    /// <summary>The beginning of a user.</summary>
    Prefix,
}

/// <summary>Says which part of a URI an argument is.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class UriPartAttribute(UriPart part) : Attribute
{
    /// <summary>The part.</summary>
    public UriPart Part { get; } = part;
}

/// <summary>A piece of a URI as a constant of the script, checked when that is loaded, so that rewriting always makes a URI that peers can read.</summary>
internal sealed class UriPartText : IScriptParameter<UriPartText>
{
    private readonly byte[] _text;

    public UriPartText(ReadOnlySpan<byte> text) => _text = text.ToArray();

    /// <summary>The text.</summary>
    public ReadOnlySpan<byte> Text => _text;

    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out UriPartText value)
    {
        value = new UriPartText(argument.Text.Span);
        var part = context.GetAttribute<UriPartAttribute>()!.Part;
        return IsValid(argument.Text.Span, part)
            || context.Refuse($"bad {Name(part)} \"{argument}\"", "the URI would not be readable with it");
    }

    private static bool IsValid(ReadOnlySpan<byte> text, UriPart part)
    {
        switch (part)
        {
            case UriPart.User or UriPart.UserInfo when text.IsEmpty:
            case UriPart.Port when text.IsEmpty:
                return true;
            case UriPart.User or UriPart.UserInfo or UriPart.Prefix:
                return TryParse("sip:"u8, text, "@h"u8, out var uri) && uri.User.Exists && uri.HostPort.Length == 1
                    && (part == UriPart.UserInfo || !uri.Password.Exists);
            case UriPart.Port:
                return TryParse("sip:h:"u8, text, default, out uri) && !uri.Parameters.Exists && !uri.Headers.Exists;
            case UriPart.Host:
                return TryParse("sip:"u8, text, default, out uri) && uri.Host.Length == text.Length;
            case UriPart.HostPort:
                return TryParse("sip:"u8, text, default, out uri) && uri.HostPort.Length == text.Length;
            default:
                return TryParse("sip:"u8, text, default, out uri) && !uri.User.Exists && !uri.Headers.Exists;
        }
    }

    private static bool TryParse(ReadOnlySpan<byte> before, ReadOnlySpan<byte> text, ReadOnlySpan<byte> after, out SipUri uri)
    {
        byte[] bytes = [.. before, .. text, .. after];
        return SipUri.TryParse(bytes, out uri) == SipParseStatus.Ok;
    }

    private static string Name(UriPart part) => part switch
    {
        UriPart.Port => "port",
        UriPart.User or UriPart.Prefix => "user part",
        UriPart.UserInfo => "user and password",
        UriPart.Host => "host",
        UriPart.HostPort => "host and port",
        _ => "host, port and parameters",
    };
}
