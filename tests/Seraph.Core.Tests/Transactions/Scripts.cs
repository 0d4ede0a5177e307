using System.Text;
using Seraph.Core.Routing;
using Seraph.Core.Transactions;
using Seraph.Testing.Flows;

namespace Seraph.Core.Tests.Transactions;

/// <summary>Scripts that the flows of this folder share, and what they call.</summary>
internal static class Scripts
{
    /// <summary><c>t_relay();</c></summary>
    public static FlowScript Relay() => new(Relay);

    /// <summary>Relays to the Request-URI and to further destinations at the same time.</summary>
    public static FlowScript Fork(params string[] uris) => new(context =>
    {
        if (context.Message.Method == Sip.SipMethod.Invite)
        {
            foreach (var uri in uris)
                AppendBranch(context, uri);
        }

        return Relay(context);
    });

    public static int Relay(RouteContext context) => context.Server.Transactions.Relay(context, new RelayOptions());

    public static bool Reply(RouteContext context, int code, string reason) =>
        context.Server.Transactions.Reply(context, code, Encoding.UTF8.GetBytes(reason));

    public static void AppendBranch(RouteContext context, string uri) => context.Branches.TryAdd(new Branch(Encoding.UTF8.GetBytes(uri)));
}
