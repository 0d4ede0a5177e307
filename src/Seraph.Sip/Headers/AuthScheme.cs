using Seraph.Sip.Parsing;

namespace Seraph.Sip.Headers;

/// <summary>The front of credentials and challenges: the scheme, then white space, then parameters.</summary>
internal static class AuthScheme
{
    public static bool TryRead(ReadOnlySpan<byte> bytes, Slice text, out Slice scheme, out Slice parameters)
    {
        var start = SipText.SkipSpace(bytes, text.Start, text.End);
        var length = bytes[start..text.End].IndexOfAny(SipText.SpaceBytes);
        scheme = length < 0 ? Slice.Between(start, text.End) : new Slice(start, length);
        parameters = Slice.Between(SipText.SkipSpace(bytes, scheme.End, text.End), text.End);
        return SipText.IsToken(scheme.Of(bytes));
    }
}
