using Seraph.Core.Routing.Language;

namespace Seraph.Core.Routing;

/// <content>What modules do with the Request-URI besides setting it.</content>
public sealed partial class RouteContext
{
    /// <summary>
    /// Exchanges the user part of the Request-URI; the password stays, and an empty user takes both away. False when the URI can't be read, would get too
    /// long, or is a tel URI that would lose its number.
    /// </summary>
    public bool TrySetUser(ReadOnlySpan<byte> user) => RequestUriCommands.TrySetUser(this, user);
}
