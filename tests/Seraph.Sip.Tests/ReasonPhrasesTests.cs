namespace Seraph.Sip.Tests;

public class ReasonPhrasesTests
{
    [Theory]
    [InlineData(100, "Trying")]
    [InlineData(200, "OK")]
    [InlineData(404, "Not Found")]
    [InlineData(407, "Proxy authentication Required")]
    [InlineData(420, "Bad Extension")]
    [InlineData(606, "Not Acceptable")]
    [InlineData(199, "Early Dialog Terminated")]
    [InlineData(188, "Provisional")]
    [InlineData(299, "Successful")]
    [InlineData(399, "Redirection")]
    [InlineData(499, "Request Failure")]
    [InlineData(599, "Server Failure")]
    [InlineData(699, "Global Failure")]
    [InlineData(0, "Unspecified")]
    [InlineData(999, "Unspecified")]
    public void Gives_the_phrase_or_the_class(int code, string phrase) => Assert.Equal(phrase, Text.From(ReasonPhrases.Get(code)));
}
