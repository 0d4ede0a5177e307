using System.Text;
using Seraph.Sip;

namespace Seraph.Testing.Flows;

/// <summary>A message that went over the network of a <see cref="Flow"/>.</summary>
public sealed class FlowMessage
{
    private readonly byte[] _bytes;

    public FlowMessage(string text, TimeSpan time = default)
    {
        Text = text;
        Time = time;
        _bytes = Encoding.UTF8.GetBytes(text);
        Message = new SipMessage();
        Message.Parse(_bytes, 0, _bytes.Length);
    }

    /// <summary>The whole message.</summary>
    public string Text { get; }

    /// <summary>When it was sent, since the flow began.</summary>
    public TimeSpan Time { get; }

    public SipMessage Message { get; }

    public byte[] Bytes => _bytes;

    /// <summary>The first line.</summary>
    public string StartLine => Text[..Text.IndexOf('\r', StringComparison.Ordinal)];

    /// <summary>The code of a reply, 0 of a request.</summary>
    public int Status => Message.StatusCode;

    public string Reason => Encoding.UTF8.GetString(Message[Message.Reason]);

    public string Method => Encoding.UTF8.GetString(Message[Message.IsRequest ? Message.MethodText : Message.CSeq.MethodText]);

    public string Uri => Encoding.UTF8.GetString(Message[Message.RequestUriText]);

    public string CallId => Encoding.UTF8.GetString(Message[Message.CallId]);

    public uint CSeq => Message.CSeq.Number;

    /// <summary>The branch of the topmost Via.</summary>
    public string Branch => Encoding.UTF8.GetString(Message[Message.TopVia.Branch]);

    public string ToTag => Encoding.UTF8.GetString(Message[Message.To.Tag]);

    public string FromTag => Encoding.UTF8.GetString(Message[Message.From.Tag]);

    /// <summary>The body of the first header of a name; empty when there is none.</summary>
    public string Header(string name) => Headers(name) is [var first, ..] ? first : "";

    /// <summary>The bodies of all headers of a name.</summary>
    public IReadOnlyList<string> Headers(string name)
    {
        var found = new List<string>();
        for (var i = Message.FindHeader(Encoding.ASCII.GetBytes(name)); i >= 0; i = Message.NextHeader(i))
            found.Add(Encoding.UTF8.GetString(Message[Message.Headers[i].Body]));
        return found;
    }

    /// <summary>The lines of the message that begin with a header name, as they stand.</summary>
    public string HeaderLines(string name) => string.Concat(Headers(name).Select(v => $"{name}: {v}\r\n"));

    public string Body => Encoding.UTF8.GetString(Message[Message.Body]);

    public override string ToString() => Text;
}
