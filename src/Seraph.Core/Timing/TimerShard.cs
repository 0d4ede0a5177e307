using System.Numerics;

namespace Seraph.Core.Timing;

/// <summary>
/// One hierarchical wheel with its own short lock. Level 0 has a slot per tick, wide enough (41 s with 10 ms ticks) that the timers of a
/// transaction are put into their final slot at once; level 1 has slots of 2^12 ticks, level 2 of 2^20. When the clock reaches a slot of a
/// higher level, its timers move down. A bitmap of occupied slots lets the clock jump over empty ones.
/// </summary>
internal sealed class TimerShard(TimerWheel wheel, long currentTick)
{
    private const int Level1Shift = 12;
    private const int Level2Shift = 20;
    private const int Level0Slots = 1 << Level1Shift;
    private const int UpperSlots = 1 << (Level2Shift - Level1Shift);
    private const long Level1Span = 1L << Level2Shift;
    private const long Level2Span = Level1Span * UpperSlots;
    private const int Level1Base = Level0Slots;
    private const int Level2Base = Level1Base + UpperSlots;

    /// <summary>The list of timers that expired and whose handlers are still to be called.</summary>
    private const int DueSlot = Level2Base + UpperSlots;

    private readonly Lock _lock = new();

    // Heads of circular doubly linked lists; a head's Previous is the tail.
    private readonly WheelTimer?[] _heads = new WheelTimer?[DueSlot + 1];
    private readonly ulong[] _occupied = new ulong[(DueSlot >> 6) + 1];

    /// <summary>The last tick whose timers were taken out.</summary>
    private long _current = currentTick;
    private int _count;

    /// <summary>Timers that are running in this shard.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Puts the timer where it expires at <paramref name="expiry"/>, or at the next tick when that is over.</summary>
    /// <param name="timer">A timer of this shard, running or not.</param>
    /// <param name="expiry">Tick of expiry.</param>
    /// <param name="wake">True when the timer thread sleeps past the expiry.</param>
    /// <returns>True when it was not running.</returns>
    public bool Start(WheelTimer timer, long expiry, out bool wake)
    {
        lock (_lock)
        {
            var started = timer.Slot == WheelTimer.NoSlot;
            if (started)
                _count++;
            else
                Unlink(timer);

            timer.ExpiryTick = Math.Max(expiry, _current + 1);
            Insert(timer);
            wake = wheel.SleepsPast(timer.ExpiryTick); // under the lock: see TimerWheel.SleepUntilDue
            return started;
        }
    }

    public bool Stop(WheelTimer timer)
    {
        lock (_lock)
        {
            if (timer.Slot == WheelTimer.NoSlot)
                return false;

            Unlink(timer);
            _count--;
            return true;
        }
    }

    /// <summary>The first tick at which something may have to be done; <see cref="long.MaxValue"/> when nothing is running.</summary>
    public long NextDueTick()
    {
        lock (_lock)
        {
            return _heads[DueSlot] is null ? NextOccupiedTick() : _current;
        }
    }

    /// <summary>Moves the clock of the shard to <paramref name="tick"/> and calls the handlers of all timers that expired on the way, in order.</summary>
    /// <returns>How many handlers were called.</returns>
    public int AdvanceTo(long tick)
    {
        lock (_lock)
        {
            CollectDue(tick);
        }

        var called = 0;
        while (TakeDue() is { } timer)
        {
            wheel.Call(timer);
            called++;
        }

        return called;
    }

    /// <summary>Takes them one by one, so that a timer that still waits for its turn can be stopped or moved.</summary>
    private WheelTimer? TakeDue()
    {
        lock (_lock)
        {
            var timer = _heads[DueSlot];
            if (timer is not null)
            {
                Unlink(timer);
                _count--;
            }

            return timer;
        }
    }

    private void CollectDue(long tick)
    {
        while (_current < tick)
        {
            var next = NextOccupiedTick();
            if (next > tick)
            {
                _current = tick;
                return;
            }

            _current = next;
            if ((_current & (Level0Slots - 1)) == 0)
            {
                if ((_current & (Level1Span - 1)) == 0)
                    MoveDown(Level2Base + (int)((_current >> Level2Shift) & (UpperSlots - 1)));
                MoveDown(Level1Base + (int)((_current >> Level1Shift) & (UpperSlots - 1)));
            }

            var slot = (int)(_current & (Level0Slots - 1));
            while (_heads[slot] is { } timer)
            {
                Unlink(timer);
                Append(timer, DueSlot);
            }
        }
    }

    private void MoveDown(int slot)
    {
        // Detached first: a timer beyond the reach of the wheel may go back into the same slot.
        var head = _heads[slot];
        if (head is null)
            return;

        head.Previous!.Next = null;
        _heads[slot] = null;
        _occupied[slot >> 6] &= ~(1UL << slot);
        for (var timer = head; timer is not null;)
        {
            var next = timer.Next;
            Insert(timer);
            timer = next;
        }
    }

    private void Insert(WheelTimer timer)
    {
        var expiry = timer.ExpiryTick;
        var distance = expiry - _current;
        int slot;
        if (distance < Level0Slots)
        {
            slot = (int)(expiry & (Level0Slots - 1));
        }
        else if (distance < Level1Span)
        {
            slot = Level1Base + (int)((expiry >> Level1Shift) & (UpperSlots - 1));
        }
        else
        {
            // Beyond the last level: wait in its farthest slot and be sorted in anew from there.
            var position = Math.Min(expiry, _current + Level2Span - 1);
            slot = Level2Base + (int)((position >> Level2Shift) & (UpperSlots - 1));
        }

        Append(timer, slot);
    }

    private void Append(WheelTimer timer, int slot)
    {
        Volatile.Write(ref timer.Slot, slot);
        var head = _heads[slot];
        if (head is null)
        {
            timer.Next = timer;
            timer.Previous = timer;
            _heads[slot] = timer;
            _occupied[slot >> 6] |= 1UL << slot;
            return;
        }

        var tail = head.Previous!;
        timer.Next = head;
        timer.Previous = tail;
        tail.Next = timer;
        head.Previous = timer;
    }

    private void Unlink(WheelTimer timer)
    {
        var slot = timer.Slot;
        if (ReferenceEquals(timer.Next, timer))
        {
            _heads[slot] = null;
            _occupied[slot >> 6] &= ~(1UL << slot);
        }
        else
        {
            timer.Previous!.Next = timer.Next;
            timer.Next!.Previous = timer.Previous;
            if (ReferenceEquals(_heads[slot], timer))
                _heads[slot] = timer.Next;
        }

        timer.Next = null;
        timer.Previous = null;
        Volatile.Write(ref timer.Slot, WheelTimer.NoSlot);
    }

    private long NextOccupiedTick()
    {
        var next = NextOccupiedTick(0, Level0Slots, 0);
        next = Math.Min(next, NextOccupiedTick(Level1Base, UpperSlots, Level1Shift));
        return Math.Min(next, NextOccupiedTick(Level2Base, UpperSlots, Level2Shift));
    }

    /// <summary>The first tick after the current one at which the clock enters an occupied slot of the level.</summary>
    private long NextOccupiedTick(int levelBase, int slots, int shift)
    {
        var words = _occupied.AsSpan(levelBase >> 6, slots >> 6);
        var from = (_current >> shift) + 1;
        var start = (int)(from & (slots - 1));
        var word = words[start >> 6] & (ulong.MaxValue << start);
        for (var i = 0; i <= words.Length; i++)
        {
            var index = ((start >> 6) + i) & (words.Length - 1);
            if (i > 0)
                word = words[index]; // the first word comes round again at the end, for the bits below the start
            if (word != 0)
            {
                var slot = (index << 6) + BitOperations.TrailingZeroCount(word);
                return (from + ((slot - start) & (slots - 1))) << shift;
            }
        }

        return long.MaxValue;
    }
}
