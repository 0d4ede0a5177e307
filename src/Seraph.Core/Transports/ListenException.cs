namespace Seraph.Core.Transports;

/// <summary>A socket that was asked for cannot be opened. The message names the socket and the reason, for the operator.</summary>
public sealed class ListenException : Exception
{
    /// <summary>Names the socket and why it cannot be opened.</summary>
    public ListenException(ListenSocket socket, Exception inner)
        : base($"cannot listen on {socket}: {inner?.Message}", inner)
    {
    }
}
