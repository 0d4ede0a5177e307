using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Seraph.Modules.Auth;

/// <summary>The secrets of the nonces and since when they are in use. Kept over a reload as long as the parameters that they are made of stay the same.</summary>
internal sealed class NonceKeys
{
    private const int RandomLength = 32;
    private const int EnoughSecret = 16;

    private readonly Lock _lock = new();
    private (string Secret, bool IsSplit)? _madeOf;

    /// <summary>Goes into the hash of every nonce.</summary>
    public byte[] Nonce { get; private set; } = [];

    /// <summary>Goes into the hash over what a nonce is bound to.</summary>
    public byte[] Request { get; private set; } = [];

    /// <summary>Nonces from before are of other keys; seconds since 1970.</summary>
    public uint Since { get; private set; }

    /// <summary>Makes the keys that the parameters ask for, unless these are they.</summary>
    public void Make(AuthOptions options, uint now, ILogger logger)
    {
        lock (_lock)
        {
            var isSplit = (options.ChecksRegister | options.ChecksNoDialog | options.ChecksInDialog) != 0;
            if (_madeOf == (options.Secret, isSplit))
                return;
            _madeOf = (options.Secret, isSplit);
            Since = now;
            if (options.Secret.Length == 0)
            {
                Nonce = RandomSecret();
                Request = RandomSecret();
                return;
            }

            var secret = Encoding.UTF8.GetBytes(options.Secret);
            var split = isSplit ? (secret.Length + 1) / 2 : secret.Length;
            Nonce = secret[..split];
            Request = secret[split..];
            if (isSplit && Request.Length < EnoughSecret)
                AuthLog.ShortSecret(logger, Request.Length);
        }
    }

    private static byte[] RandomSecret()
    {
        var secret = new byte[RandomLength];
        for (var i = 0; i < secret.Length; i++)
            secret[i] = (byte)RandomNumberGenerator.GetInt32(32, 127);
        return secret;
    }
}
