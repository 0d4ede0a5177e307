using System.Net;
using System.Net.NetworkInformation;

namespace Seraph.Core.Transports;

/// <summary>A network interface of this machine.</summary>
/// <param name="Name">Its name: <c>eth0</c>.</param>
/// <param name="IsUp">Whether it is up.</param>
/// <param name="Addresses">Its addresses, of both families.</param>
public sealed record LocalInterface(string Name, bool IsUp, IReadOnlyList<IPAddress> Addresses)
{
    /// <summary>The interfaces that there are now.</summary>
    public static IReadOnlyList<LocalInterface> All() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces().Select(found => new LocalInterface(
            found.Name,
            // The loopback interface of Linux says "unknown", though it is up.
            found.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown,
            [.. found.GetIPProperties().UnicastAddresses.Select(unicast => unicast.Address)])),
    ];
}
