using Seraph.Core.Transports;

namespace Seraph.Modules.Usrloc;

/// <summary>
/// Lets one thread at a time change a user's bindings while it waits for the database, so that the rows are written in the order of the requests.
/// Users are told apart by their hashes: two with the same one merely wait for each other.
/// </summary>
internal sealed class RecordGate
{
    private readonly HashSet<ulong> _inside = [];
    private int _waiting;

    /// <summary>Comes back when nobody else is inside for this hash; waits for that as <see cref="Blocking"/> asks.</summary>
    public void Enter(ulong hash)
    {
        lock (_inside)
        {
            if (_inside.Add(hash))
                return;
        }

        using (Blocking.Enter())
        {
            lock (_inside)
            {
                _waiting++;
                while (!_inside.Add(hash))
                    Monitor.Wait(_inside);
                _waiting--;
            }
        }
    }

    /// <summary>Lets the next one in.</summary>
    public void Exit(ulong hash)
    {
        lock (_inside)
        {
            _inside.Remove(hash);
            if (_waiting > 0)
                Monitor.PulseAll(_inside);
        }
    }
}
