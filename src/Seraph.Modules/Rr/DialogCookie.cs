using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Seraph.Core.Attributes;
using Seraph.Script;
using Seraph.Script.Attributes;
using Seraph.Script.Parameters;

namespace Seraph.Modules.Rr;

/// <summary>
/// The attributes of a dialog in a parameter of our Record-Route URI, so that later requests bring them along. Authenticated: 10 bytes of
/// HMAC-SHA-256 over the Call-ID and the attributes, then for each attribute one byte (kind of value, list), name and value, all in the letters of
/// base64url, which a URI parameter can hold.
/// </summary>
internal sealed class DialogCookie
{
    /// <summary>The most bytes of a cookie before they are turned into letters.</summary>
    public const int MaxBytes = 1024;

    /// <summary>The most letters of a cookie.</summary>
    public const int MaxLength = ((MaxBytes + 2) / 3) * 4;

    private const int MacLength = 10;
    private const byte IntegerKind = 1;
    private const int ToTrack = 1; // bits of the list
    private const int UserClass = 2;

    private static readonly byte[] ProcessKey = RandomNumberGenerator.GetBytes(32);

    private readonly byte[] _key;
    private readonly PosixRegex? _filter;
    private readonly uint _flag;

    /// <summary>Makes cookies with a key.</summary>
    /// <param name="secret">The key; when empty, a random one of this process.</param>
    /// <param name="filter">Only attributes whose names match travel; null for all.</param>
    /// <param name="flag">The flag of attributes that travel.</param>
    public DialogCookie(string secret, PosixRegex? filter, uint flag)
    {
        _key = secret.Length == 0 ? ProcessKey : SHA256.HashData(Encoding.UTF8.GetBytes(secret));
        _filter = filter;
        _flag = flag;
    }

    /// <summary>Whether any attribute would travel.</summary>
    public bool HasAny(AttributeSet attributes)
    {
        foreach (ref readonly var entry in attributes.Entries)
        {
            if (Travels(entry))
                return true;
        }

        return false;
    }

    /// <summary>Writes the cookie; nothing when no attribute travels.</summary>
    /// <param name="attributes">The attributes.</param>
    /// <param name="callId">The dialog's Call-ID: the cookie is worth nothing in another dialog.</param>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    /// <param name="leftOut">The name of an attribute that found no room, or empty.</param>
    /// <returns>The letters written.</returns>
    public int Write(AttributeSet attributes, ReadOnlySpan<byte> callId, Span<byte> destination, out ReadOnlyMemory<byte> leftOut)
    {
        Span<byte> bytes = stackalloc byte[MaxBytes];
        leftOut = default;
        var length = MacLength;
        foreach (ref readonly var entry in attributes.Entries)
        {
            if (!Travels(entry))
                continue;
            var written = WriteEntry(entry, bytes[length..]);
            if (written == 0)
                leftOut = entry.Name;
            length += written;
        }

        if (length == MacLength)
            return 0;
        Authenticate(callId, bytes[MacLength..length], bytes[..MacLength]);
        Base64Url.EncodeToUtf8(bytes[..length], destination, out _, out var letters);
        return letters;
    }

    /// <summary>Adds the attributes of a cookie to the store, with the flag that lets them travel on.</summary>
    /// <param name="letters">The cookie.</param>
    /// <param name="callId">The dialog's Call-ID.</param>
    /// <param name="isUpstream">The request goes from callee to caller: From and To change places.</param>
    /// <param name="store">Where to add.</param>
    /// <param name="scratch">Memory of the message.</param>
    /// <returns>False when the cookie is not ours or was changed; nothing is added then.</returns>
    public bool TryRestore(ReadOnlySpan<byte> letters, ReadOnlySpan<byte> callId, bool isUpstream, AttributeStore store, ScratchArena scratch)
    {
        if (letters.Length > MaxLength || !scratch.TryRent(MaxBytes, out var memory))
            return false;
        var bytes = memory.Span;
        if (Base64Url.DecodeFromUtf8(letters, bytes, out _, out var length) != OperationStatus.Done || length <= MacLength)
            return false;

        Span<byte> expected = stackalloc byte[MacLength];
        Authenticate(callId, bytes[MacLength..length], expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, bytes[..MacLength]))
            return false;

        ReadOnlyMemory<byte> rest = memory[MacLength..length];
        while (!rest.IsEmpty)
        {
            // What is authentic was written by us; its lengths are checked all the same.
            if (!TryReadEntry(ref rest, out var list, out var name, out var value))
                return false;
            if (_filter?.IsMatch(name.Span) == false)
                continue;
            var track = ((list & ToTrack) != 0) == isUpstream ? AttributeTrack.From : AttributeTrack.To;
            store.Add(track, (list & UserClass) != 0 ? AttributeClass.User : AttributeClass.Uri, name.Span, value, _flag);
        }

        return true;
    }

    private bool Travels(in AttributeEntry entry) =>
        (entry.Flags & _flag) != 0 && (entry.Class is AttributeClass.Uri or AttributeClass.User) && _filter?.IsMatch(entry.Name.Span) != false;

    private static int WriteEntry(in AttributeEntry entry, Span<byte> destination)
    {
        var name = entry.Name.Span;
        var isInteger = entry.Value.Kind == ScriptValueKind.Integer;
        var text = entry.Value.Text.Span;
        var length = 1 + 1 + name.Length + (isInteger ? 4 : 2 + text.Length);
        if (length > destination.Length || name.Length > byte.MaxValue)
            return 0;

        var list = (entry.Track == AttributeTrack.From ? 0 : ToTrack) | (entry.Class == AttributeClass.Uri ? 0 : UserClass);
        destination[0] = (byte)((list << 4) | (isInteger ? IntegerKind : 0));
        destination[1] = (byte)name.Length;
        name.CopyTo(destination[2..]);
        var value = destination[(2 + name.Length)..];
        if (isInteger)
        {
            BinaryPrimitives.WriteInt32BigEndian(value, entry.Value.Integer);
            return length;
        }

        BinaryPrimitives.WriteUInt16BigEndian(value, (ushort)text.Length);
        text.CopyTo(value[2..]);
        return length;
    }

    private static bool TryReadEntry(ref ReadOnlyMemory<byte> rest, out int list, out ReadOnlyMemory<byte> name, out ScriptValue value)
    {
        list = 0;
        name = default;
        value = default;
        var bytes = rest.Span;
        if (bytes.Length < 2 || bytes.Length < 2 + bytes[1] + 2)
            return false;

        list = bytes[0] >> 4;
        name = rest.Slice(2, bytes[1]);
        rest = rest[(2 + name.Length)..];
        if ((bytes[0] & 0xF) == IntegerKind)
        {
            if (rest.Length < 4)
                return false;
            value = ScriptValue.Of(BinaryPrimitives.ReadInt32BigEndian(rest.Span));
            rest = rest[4..];
            return true;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(rest.Span);
        if (rest.Length < 2 + length)
            return false;
        value = ScriptValue.Of(rest.Slice(2, length));
        rest = rest[(2 + length)..];
        return true;
    }

    private void Authenticate(ReadOnlySpan<byte> callId, ReadOnlySpan<byte> attributes, Span<byte> mac)
    {
        Span<byte> inner = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> both = stackalloc byte[HMACSHA256.HashSizeInBytes * 2];
        HMACSHA256.HashData(_key, callId, both);
        HMACSHA256.HashData(_key, attributes, both[HMACSHA256.HashSizeInBytes..]);
        HMACSHA256.HashData(_key, both, inner);
        inner[..MacLength].CopyTo(mac);
    }
}
