using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Seraph.Core.Routing;
using Seraph.Sip;

namespace Seraph.Modules.Auth;

/// <summary>What a nonce that came back is worth.</summary>
internal enum NonceVerdict
{
    /// <summary>It can be used.</summary>
    Good,

    /// <summary>It was ours, but not for this request, not any more, or not again: a new one is needed.</summary>
    Stale,

    /// <summary>It is not one of ours.</summary>
    Bad,
}

/// <summary>Makes nonces and judges them when they come back. Without memory unless nonce counts or one-time nonces are on.</summary>
internal sealed class NonceFactory
{
    private const int HashLength = 16;

    private readonly AuthOptions _options;
    private readonly TimeProvider _time;
    private readonly NonceKeys _keys;

    public NonceFactory(AuthOptions options, TimeProvider time, NonceKeys keys, NonceNumbers numbers, ILogger logger)
    {
        _options = options;
        _time = time;
        _keys = keys;
        Numbers = numbers;
        keys.Make(options, Now, logger);
    }

    /// <summary>The numbers of the nonces.</summary>
    public NonceNumbers Numbers { get; }

    private bool HasNumbers => Numbers.Counts || Numbers.OneTime;

    private uint Now => (uint)_time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Writes a new nonce for the request of the context, as base64; the length, at most <see cref="Nonce.MaxTextLength"/>.</summary>
    [SkipLocalsInit]
    public int Write(RouteContext context, Span<byte> text)
    {
        var checks = ChecksFor(context.Message);
        var length = Nonce.LengthOf(checks != NonceChecks.None, HasNumbers);
        Span<byte> bytes = stackalloc byte[Nonce.MaxLength];
        var nonce = new Nonce(bytes[..length], checks != NonceChecks.None, HasNumbers);
        var now = Now;
        nonce.Since = now;
        nonce.Expires = now + (uint)_options.NonceExpire;
        if (HasNumbers)
        {
            nonce.Number = Numbers.Next(out var pool);
            nonce.Flags = (byte)((Numbers.Counts ? Nonce.CountFlag : 0) | (Numbers.OneTime ? Nonce.OneTimeFlag : 0) | pool);
        }

        WriteHash(nonce, nonce.Hash);
        if (checks != NonceChecks.None)
            WriteRequestHash(context, checks, nonce.RequestHash);
        return nonce.Encode(text);
    }

    /// <summary>Judges a nonce (spec modules/auth.md, "Order of checks on a received nonce").</summary>
    /// <param name="context">The request that it came in.</param>
    /// <param name="text">The nonce.</param>
    /// <param name="count">The nonce count.</param>
    /// <param name="hasCount">Whether the client sent a nonce count.</param>
    [SkipLocalsInit]
    public NonceVerdict Check(RouteContext context, ReadOnlySpan<byte> text, uint count, bool hasCount)
    {
        Span<byte> bytes = stackalloc byte[Nonce.MaxLength];
        if (text.Length < Nonce.MinTextLength || !Nonce.TryDecode(text, bytes, out var length))
            return NonceVerdict.Bad;

        var checks = ChecksFor(context.Message);
        var now = Now;
        var times = new Nonce(bytes, false, false);
        if (times.Since < _keys.Since || times.Since > (ulong)now + (uint)_options.MaxDrift)
            return NonceVerdict.Stale;
        if (length != Nonce.LengthOf(checks != NonceChecks.None, HasNumbers))
            return NonceVerdict.Bad;

        var nonce = new Nonce(bytes[..length], checks != NonceChecks.None, HasNumbers);
        if (Numbers.OneTime && (nonce.Flags & Nonce.OneTimeFlag) == 0)
            return NonceVerdict.Stale;
        Span<byte> hash = stackalloc byte[HashLength];
        WriteHash(nonce, hash);
        if (!CryptographicOperations.FixedTimeEquals(hash, nonce.Hash))
            return NonceVerdict.Bad;

        var counted = Numbers.Counts && (nonce.Flags & Nonce.CountFlag) != 0 && hasCount;
        if (counted)
        {
            if (!Numbers.TryCount(nonce.Number, nonce.Flags & Nonce.PoolMask, count))
                return NonceVerdict.Stale;
        }
        else
        {
            if (Numbers.OneTime && !Numbers.TryUse(nonce.Number, nonce.Flags & Nonce.PoolMask))
                return NonceVerdict.Stale;
            if (checks != NonceChecks.None)
            {
                WriteRequestHash(context, checks, hash);
                if (!CryptographicOperations.FixedTimeEquals(hash, nonce.RequestHash))
                    return NonceVerdict.Stale;
            }
        }

        return nonce.Expires < now ? NonceVerdict.Stale : NonceVerdict.Good;
    }

    private NonceChecks ChecksFor(SipMessage message)
    {
        if (message.Method == SipMethod.Register)
            return (NonceChecks)_options.ChecksRegister;
        var inDialog = message.ToStatus == SipParseStatus.Ok && !message.To.Tag.IsEmpty;
        return (NonceChecks)(inDialog ? _options.ChecksInDialog : _options.ChecksNoDialog);
    }

    private void WriteHash(in Nonce nonce, Span<byte> hash)
    {
        var input = new HashBuffer(stackalloc byte[HashBuffer.StackLength]);
        input.Add(nonce.Head);
        input.Add(nonce.NumberAndFlags);
        input.Add(_keys.Nonce);
        input.Finish(hash);
    }

    private void WriteRequestHash(RouteContext context, NonceChecks checks, Span<byte> hash)
    {
        var message = context.Message;
        var input = new HashBuffer(stackalloc byte[HashBuffer.StackLength]);
        if ((checks & NonceChecks.RequestUri) != 0)
            input.Add(context.RequestUri.Span);
        if ((checks & NonceChecks.CallId) != 0)
            input.Add(message[message.CallId]);
        if ((checks & NonceChecks.FromTag) != 0 && message.FromStatus == SipParseStatus.Ok)
            input.Add(message[message.From.Tag]);
        if ((checks & NonceChecks.Source) != 0)
        {
            Span<byte> address = stackalloc byte[16];
            input.Add(address[..context.Source.Source.WriteAddress(address)]);
        }

        input.Add(_keys.Request);
        input.Finish(hash);
    }
}
