using System.Text;
using Seraph.Script.Attributes;

namespace Seraph.Script.Tests.Attributes;

public class AttributeReferenceTests
{
    [Theory]
    [InlineData("name", "$name")]
    [InlineData("$name", "$name")]
    [InlineData("%name", "$name")]
    [InlineData("f.name", "$name")]
    [InlineData("t.name", "$t.name")]
    [InlineData("fr.name", "$fr.name")]
    [InlineData("tr.name", "$tr.name")]
    [InlineData("fu.name", "$fu.name")]
    [InlineData("tu.name", "$tu.name")]
    [InlineData("fd.name", "$fd.name")]
    [InlineData("td.name", "$td.name")]
    [InlineData("g.name", "$g.name")]
    [InlineData("tu.name[2]", "$tu.name[2]")]
    [InlineData("f.name[-1]", "$name[-1]")]
    [InlineData("name[]", "$name[]")]
    [InlineData("fu./^a.*b/", "$fu./^a.*b/")]
    [InlineData("t./x/[1]", "$t./x/[1]")]
    [InlineData("s:name", "$name")]
    [InlineData("$i:708", "$708")]
    [InlineData("with-dash_1", "$with-dash_1")]
    [InlineData("fu.a.b", "$fu.a.b")]
    public void Reads_the_string_form(string text, string expected)
    {
        Assert.True(AttributeReference.TryParse(Encoding.UTF8.GetBytes(text), out var reference, out var error), error);
        Assert.Null(error);
        Assert.Equal(expected, reference!.ToString());
        Assert.Equal(AttributeReference.HashName(reference.Name.Span), reference.NameHash);
    }

    [Theory]
    [InlineData("", "attribute name expected")]
    [InlineData("$", "attribute name expected")]
    [InlineData("fu.", "attribute name expected")]
    [InlineData("x.name", "unknown attribute class \"x\"")]
    [InlineData("fx.name", "unknown attribute class \"fx\"")]
    [InlineData("fur.name", "unknown attribute class \"fur\"")]
    [InlineData("f.a b", "bad character in attribute name \"a b\"")]
    [InlineData("f.a]", "bad character in attribute name \"a]\"")]
    [InlineData("f.$a", "bad character in attribute name \"$a\"")]
    [InlineData("f.a[x]", "bad attribute index, a number or nothing expected between the brackets")]
    [InlineData("f.a[99999999999]", "bad attribute index, a number or nothing expected between the brackets")]
    [InlineData("i:", "attribute number expected after \"i:\"")]
    [InlineData("i:x", "attribute number expected after \"i:\"")]
    [InlineData("s:", "attribute name expected after \"s:\"")]
    [InlineData("f./(/", "Unmatched ( or \\(")]
    public void Says_what_is_wrong(string text, string expected)
    {
        Assert.False(AttributeReference.TryParse(Encoding.UTF8.GetBytes(text), out var reference, out var error));
        Assert.Null(reference);
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Domain_and_global_attributes_are_read_only()
    {
        Assert.True(AttributeReference.Of("x", AttributeTrack.From, AttributeClass.Domain).IsReadOnly);
        Assert.True(AttributeReference.Of("x", @class: AttributeClass.Global).IsReadOnly);
        Assert.False(AttributeReference.Of("x", AttributeTrack.To, AttributeClass.User).IsReadOnly);
        Assert.False(AttributeReference.Of("x").IsReadOnly);
    }
}
