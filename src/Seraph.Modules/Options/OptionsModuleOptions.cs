using Seraph.Script;

namespace Seraph.Modules.Options;

internal sealed class OptionsModuleOptions
{
    /// <summary>Value of Accept.</summary>
    [Parameter("accept", Help = "value of Accept")]
    public string Accept { get; set; } = "*/*";

    /// <summary>Value of Accept-Encoding.</summary>
    [Parameter("accept_encoding", Help = "value of Accept-Encoding")]
    public string AcceptEncoding { get; set; } = "";

    /// <summary>Value of Accept-Language.</summary>
    [Parameter("accept_language", Help = "value of Accept-Language")]
    public string AcceptLanguage { get; set; } = "en";

    /// <summary>Value of Supported.</summary>
    [Parameter("supported", Help = "value of Supported")]
    public string Supported { get; set; } = "";

    /// <summary>The Contact: null or empty for none, <c>dstip</c>, <c>ruri</c>, or what follows <c>sip:</c>.</summary>
    [Parameter("contact", Help = "dstip (the socket the request came to), ruri (host and port of the Request-URI), or the text after sip:")]
    public string? Contact { get; set; }

    /// <summary>Parameters of the Contact's URI.</summary>
    [Parameter("contact_param", Help = "parameters of the Contact's URI")]
    public string ContactParameters { get; set; } = "";
}
