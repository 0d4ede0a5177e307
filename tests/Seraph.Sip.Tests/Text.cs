using System.Text;

namespace Seraph.Sip.Tests;

/// <summary>Short ways from text to bytes and back.</summary>
internal static class Text
{
    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public static string From(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    public static string In(this Slice slice, byte[] bytes) => From(slice.Of(bytes.AsSpan()));

    /// <summary>The text of a part of a message.</summary>
    public static string Get(this SipMessage message, Slice slice) => From(message[slice]);

    /// <summary>A parsed message; every line of the text ends in CRLF.</summary>
    public static SipMessage Message(string text)
    {
        var message = new SipMessage();
        message.Parse(text);
        return message;
    }

    public static SipParseStatus Parse(this SipMessage message, string text)
    {
        var bytes = Bytes(Lines(text));
        return message.Parse(bytes, 0, bytes.Length);
    }

    /// <summary>Turns the line ends of a source file into CRLF.</summary>
    public static string Lines(string text) => text.ReplaceLineEndings("\r\n");
}
