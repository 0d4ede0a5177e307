namespace Seraph.Testing.Network;

/// <summary>How a network treats what is sent. Loss and duplication are for datagrams only; a delay that varies also puts them out of order.</summary>
/// <param name="Loss">How likely a datagram is lost, 0 to 1.</param>
/// <param name="Duplication">How likely a datagram comes twice, 0 to 1.</param>
/// <param name="MinDelay">The shortest time under way.</param>
/// <param name="MaxDelay">The longest time under way.</param>
public sealed record NetworkConditions(double Loss = 0, double Duplication = 0, TimeSpan MinDelay = default, TimeSpan MaxDelay = default)
{
    /// <summary>Everything arrives, in order, and in no time.</summary>
    public static NetworkConditions Perfect { get; } = new();

    /// <summary>Nothing arrives.</summary>
    public static NetworkConditions Broken { get; } = new(Loss: 1);
}
