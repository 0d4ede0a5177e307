using System.Text;
using Seraph.Script.Attributes;
using Seraph.Script.Diagnostics;

namespace Seraph.Script.Tests.Fakes;

/// <summary>A message as far as the tests need one.</summary>
internal sealed class FakeContext : ScriptContext
{
    public byte[] Method { get; set; } = "INVITE"u8.ToArray();

    public byte[] Uri { get; set; } = "sip:bob@example.com"u8.ToArray();

    /// <summary>Null when the header is missing.</summary>
    public byte[]? FromUri { get; set; } = "sip:alice@example.com"u8.ToArray();

    public IpValue SourceAddress { get; set; } = IpValue.FromBytes([192, 168, 1, 65]);

    public int SourcePort { get; set; } = 5060;

    public int Length { get; set; } = 500;

    public int Protocol { get; set; } = 1;

    public FakeAttributeStore Store { get; } = new();

    /// <summary>What the script logged, in order.</summary>
    public List<string> Log { get; } = [];

    public List<ScriptFault> Faults { get; } = [];

    public override IAttributeStore Attributes => Store;

    public string Logged => string.Join(' ', Log);

    public void Reset()
    {
        ResetScript();
        Log.Clear();
        Faults.Clear();
        Store.Clear();
    }

    public FakeContext Set(string reference, string value)
    {
        Assert.True(Store.Add(Parse(reference), ScriptValue.Of(Encoding.UTF8.GetBytes(value))));
        return this;
    }

    public FakeContext Set(string reference, int value)
    {
        Assert.True(Store.Add(Parse(reference), ScriptValue.Of(value)));
        return this;
    }

    /// <summary>All values of an attribute, joined by commas; strings in quotes.</summary>
    public string Get(string reference) => Store.Print(Parse(reference));

    public static AttributeReference Parse(string text)
    {
        Assert.True(AttributeReference.TryParse(Encoding.UTF8.GetBytes(text), out var reference, out var error), error);
        return reference!;
    }

    protected internal override void Report(ScriptFault fault, SourceLocation location) => Faults.Add(fault);
}
