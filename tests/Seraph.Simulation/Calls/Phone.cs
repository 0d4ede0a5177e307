using Seraph.Core.Timing;
using Seraph.Core.Transports;
using Seraph.Testing.Flows;
using Seraph.Testing.Network;

namespace Seraph.Simulation.Calls;

/// <summary>A user agent on the simulated network: what callers and callees have in common.</summary>
internal abstract class Phone
{
    /// <summary>T1, T2 and 64*T1 of RFC 3261.</summary>
    protected const double T1 = 0.5;
    protected const double T2 = 4;
    protected const double Patience = 64 * T1;

    private readonly TimerWheel _wheel;
    private readonly FakePeer _peer;

    protected Phone(World world, string address)
    {
        World = world;
        _wheel = world.PhoneTimers;
        _peer = world.Network.AddPeer(address);
        _peer.OnMessage = message => Take(message, new FlowMessage(message.Text, message.Time));
    }

    public NetworkEndpoint Endpoint => _peer.Endpoint;

    protected World World { get; }

    protected abstract void Take(FakeMessage from, FlowMessage message);

    protected void Send(TransportProtocol protocol, NetworkEndpoint destination, string message) => _peer.Send(protocol, destination, message);

    protected void Reply(FakeMessage to, string message) => _peer.Reply(to, message);

    /// <summary>Does something later, unless it is cancelled before.</summary>
    protected Alarm After(double seconds, Action action) => new(_wheel, seconds, action);

    /// <summary>
    /// Sends something at once and again after T1, 2*T1 ... up to T2, until it is cancelled; after 64*T1 it gives up. Over a stream it is sent once.
    /// </summary>
    protected Alarm Repeat(bool isReliable, double limit, Action send, Action giveUp)
    {
        var alarm = new Alarm();
        send();
        Next(T1, 0);
        return alarm;

        void Next(double interval, double elapsed)
        {
            var wait = isReliable ? Patience : interval;
            if (elapsed + wait >= Patience)
            {
                alarm.Set(_wheel, Patience - elapsed, giveUp);
                return;
            }

            alarm.Set(_wheel, wait, () =>
            {
                send();
                Next(Math.Min(interval * 2, limit), elapsed + wait);
            });
        }
    }

    /// <summary>Something that is to happen.</summary>
    internal sealed class Alarm : ITimerHandler
    {
        private WheelTimer? _timer;
        private Action? _action;
        private bool _cancelled;

        public Alarm()
        {
        }

        public Alarm(TimerWheel wheel, double seconds, Action action) => Set(wheel, seconds, action);

        public void Set(TimerWheel wheel, double seconds, Action action)
        {
            if (_cancelled)
                return;
            _timer ??= new WheelTimer(wheel, this);
            _action = action;
            _timer.Start(TimeSpan.FromSeconds(seconds));
        }

        public void Cancel()
        {
            _cancelled = true;
            _timer?.Stop();
        }

        void ITimerHandler.OnTimer(WheelTimer timer)
        {
            if (!_cancelled)
                _action!();
        }
    }
}
