using Seraph.Sip.Headers;
using Seraph.Sip.Parsing;

namespace Seraph.Sip.Uris;

/// <summary>
/// When two URIs are the same: sip and sips by RFC 3261, 19.1.4; tel by RFC 3966, 4; others byte by byte but for the case of the scheme.
/// </summary>
/// <remarks>
/// The comparison of sip URIs is not transitive, because a parameter that only one of them has is ignored, unless it is user, ttl, method, maddr
/// or transport. The hash leaves such parameters out, so URIs that are equal have equal hashes. A URI with more than
/// <see cref="MaxParts"/> parameters or headers equals only itself, byte by byte: comparing each with each would take too long.
/// </remarks>
public static class UriComparison
{
    /// <summary>The most parameters, and the most headers, that are compared one by one.</summary>
    public const int MaxParts = 64;

    /// <summary>True when the URIs are the same.</summary>
    public static bool Equals(ReadOnlySpan<byte> leftBytes, in SipUri left, ReadOnlySpan<byte> rightBytes, in SipUri right)
    {
        if (left.Scheme != right.Scheme)
            return false;
        if (left.Text.Of(leftBytes).SequenceEqual(right.Text.Of(rightBytes)))
            return true;
        if (left.IsSip)
            return SipEquals(leftBytes, left, rightBytes, right);
        if (left.IsTel)
            return TelEquals(leftBytes, left, rightBytes, right);
        return left.SchemeText.Of(leftBytes).EqualsIgnoreCase(right.SchemeText.Of(rightBytes))
            && left.Opaque.Of(leftBytes).SequenceEqual(right.Opaque.Of(rightBytes));
    }

    /// <summary>A hash that is equal for equal URIs. It differs from one run of the program to the next.</summary>
    public static int GetHashCode(ReadOnlySpan<byte> bytes, in SipUri uri)
    {
        var hash = default(HashCode);
        hash.Add((int)uri.Scheme);
        if (uri.IsSip)
        {
            UriText.AddTo(ref hash, uri.User.Of(bytes), ignoreCase: false);
            UriText.AddTo(ref hash, uri.Password.Of(bytes), ignoreCase: false);
            HostText.AddTo(ref hash, uri.Host.Of(bytes), uri.HostKind);
            hash.Add(uri.Port);
        }
        else if (uri.IsTel)
        {
            TelephoneNumber.AddTo(ref hash, uri.User.Of(bytes));
        }
        else
        {
            hash.AddBytes(uri.Opaque.Of(bytes));
        }

        return hash.ToHashCode();
    }

    private static bool SipEquals(ReadOnlySpan<byte> leftBytes, in SipUri left, ReadOnlySpan<byte> rightBytes, in SipUri right) =>
        left.Port == right.Port
        && left.User.Exists == right.User.Exists
        && left.Password.Exists == right.Password.Exists
        && HostText.Same(left.Host.Of(leftBytes), left.HostKind, right.Host.Of(rightBytes), right.HostKind)
        && UriText.Equivalent(left.User.Of(leftBytes), right.User.Of(rightBytes), ignoreCase: false)
        && UriText.Equivalent(left.Password.Of(leftBytes), right.Password.Of(rightBytes), ignoreCase: false)
        && ParametersAgree(leftBytes, left.Parameters, rightBytes, right.Parameters)
        && ParametersAgree(rightBytes, right.Parameters, leftBytes, left.Parameters)
        && HeadersEqual(leftBytes, left.Headers, rightBytes, right.Headers);

    // Every parameter of the left URI has the same value on the right, or is one that may be missing there.
    private static bool ParametersAgree(
        ReadOnlySpan<byte> leftBytes, Slice left, ReadOnlySpan<byte> rightBytes, Slice right)
    {
        var reader = new ParameterReader(leftBytes, left);
        for (var count = 0; reader.Next(out var parameter); count++)
        {
            if (count == MaxParts)
                return false;
            var name = parameter.Name.Of(leftBytes);
            if (!TryFind(rightBytes, right, name, out var other))
            {
                if (MustBeInBoth(name))
                    return false;
            }
            else if (!SameValue(leftBytes, parameter, rightBytes, other))
            {
                return false;
            }
        }

        return true;
    }

    private static bool SameValue(ReadOnlySpan<byte> leftBytes, in Parameter left, ReadOnlySpan<byte> rightBytes, in Parameter right) =>
        left.Value.Exists == right.Value.Exists
        && UriText.Equivalent(left.Value.Of(leftBytes), right.Value.Of(rightBytes), ignoreCase: true);

    private static bool TryFind(ReadOnlySpan<byte> bytes, Slice parameters, ReadOnlySpan<byte> name, out Parameter found)
    {
        var reader = new ParameterReader(bytes, parameters);
        for (var count = 0; count < MaxParts && reader.Next(out found); count++)
        {
            if (UriText.Equivalent(found.Name.Of(bytes), name, ignoreCase: true))
                return true;
        }

        found = default;
        return false;
    }

    private static bool MustBeInBoth(ReadOnlySpan<byte> name) =>
        UriText.Equivalent(name, "transport"u8, ignoreCase: true)
        || UriText.Equivalent(name, "user"u8, ignoreCase: true)
        || UriText.Equivalent(name, "maddr"u8, ignoreCase: true)
        || UriText.Equivalent(name, "method"u8, ignoreCase: true)
        || UriText.Equivalent(name, "ttl"u8, ignoreCase: true);

    // The same headers with the same values, each as often here as there, in any order.
    private static bool HeadersEqual(ReadOnlySpan<byte> leftBytes, Slice left, ReadOnlySpan<byte> rightBytes, Slice right)
    {
        var leftText = left.Of(leftBytes);
        var rightText = right.Of(rightBytes);
        var count = leftText.Count((byte)'&');
        if (left.Exists != right.Exists || count != rightText.Count((byte)'&') || count >= MaxParts)
            return false;
        foreach (var range in leftText.Split((byte)'&'))
        {
            if (CountHeader(leftText, leftText[range]) != CountHeader(rightText, leftText[range]))
                return false;
        }

        return true;
    }

    private static int CountHeader(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> header)
    {
        var count = 0;
        foreach (var range in headers.Split((byte)'&'))
        {
            if (SameHeader(headers[range], header))
                count++;
        }

        return count;
    }

    private static bool SameHeader(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var leftEquals = left.IndexOf((byte)'=');
        var rightEquals = right.IndexOf((byte)'=');
        if (leftEquals < 0 || rightEquals < 0)
            return leftEquals == rightEquals && UriText.Equivalent(left, right, ignoreCase: true);
        return UriText.Equivalent(left[..leftEquals], right[..rightEquals], ignoreCase: true)
            && UriText.Equivalent(left[(leftEquals + 1)..], right[(rightEquals + 1)..], ignoreCase: false);
    }

    // All parameters have to be in both, in any order.
    private static bool TelEquals(ReadOnlySpan<byte> leftBytes, in SipUri left, ReadOnlySpan<byte> rightBytes, in SipUri right) =>
        TelephoneNumber.Same(left.User.Of(leftBytes), right.User.Of(rightBytes))
        && TelParametersIn(leftBytes, left.Parameters, rightBytes, right.Parameters)
        && TelParametersIn(rightBytes, right.Parameters, leftBytes, left.Parameters);

    private static bool TelParametersIn(ReadOnlySpan<byte> leftBytes, Slice left, ReadOnlySpan<byte> rightBytes, Slice right)
    {
        var reader = new ParameterReader(leftBytes, left);
        for (var count = 0; reader.Next(out var parameter); count++)
        {
            if (count == MaxParts || !TryFind(rightBytes, right, parameter.Name.Of(leftBytes), out var other))
                return false;
            var leftValue = parameter.Value.Of(leftBytes);
            var rightValue = other.Value.Of(rightBytes);
            var same = IsNumber(parameter.Name.Of(leftBytes), leftValue)
                ? TelephoneNumber.Same(leftValue, rightValue)
                : SameValue(leftBytes, parameter, rightBytes, other);
            if (!same)
                return false;
        }

        return true;
    }

    // An extension, and a phone-context that is a number, is compared without visual separators.
    private static bool IsNumber(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        name.EqualsIgnoreCase("ext"u8) || (name.EqualsIgnoreCase("phone-context"u8) && value.StartsWith("+"u8));
}
