using Seraph.Sip;
using Seraph.Sip.Uris;

namespace Seraph.Core.Location;

/// <summary>
/// The bindings of one user, in the order in which they are to be tried: a copy to look at (<see cref="ILocationTable.TryRead"/>) or to work on
/// (<see cref="ILocationTable.Update"/>). One object is used again and again, by one thread at a time, and then costs no allocation.
/// </summary>
public sealed class LocationRecord
{
    private Binding[] _bindings = new Binding[4];
    private byte[] _buffer = new byte[1024];
    private int _count;

    /// <summary>The user's id.</summary>
    public ReadOnlyMemory<byte> Uid { get; set; }

    /// <summary>How many bindings there are, expired ones included.</summary>
    public int Count => _count;

    /// <summary>New bindings go to the front whatever their q (<c>desc_time_order</c>); set by the table.</summary>
    public bool NewestFirst { get; set; }

    /// <summary>The binding at a position.</summary>
    public ref Binding this[int index] => ref _bindings.AsSpan(0, _count)[index];

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        _bindings.AsSpan(0, _count).Clear();
        _count = 0;
        Uid = default;
        NewestFirst = false;
    }

    /// <summary>Memory of this object, of which the bindings of a record are made; the memory handed out before becomes invalid.</summary>
    public Memory<byte> Rent(int length)
    {
        if (_buffer.Length < length)
            _buffer = new byte[Math.Max(length, _buffer.Length * 2)];
        return _buffer.AsMemory(0, length);
    }

    /// <summary>
    /// The position of the binding that a contact means: the first one of the same instance, or whose URI is the same byte by byte, or else whose URI is
    /// equal by the rules of RFC 3261, 19.1.4 (10.3, step 7 asks for them). -1 when there is none.
    /// </summary>
    public int Find(ReadOnlySpan<byte> contact, ReadOnlySpan<byte> instance = default)
    {
        for (var i = 0; i < _count; i++)
        {
            ref readonly var binding = ref _bindings[i];
            if (binding.Contact.Span.SequenceEqual(contact) || (!instance.IsEmpty && binding.Instance.Span.SequenceEqual(instance)))
                return i;
        }

        return _count == 0 ? -1 : FindEqualUri(contact);
    }

    /// <summary>Adds a binding before the first one with a smaller q, or at the front (<see cref="NewestFirst"/>), and returns its position.</summary>
    public int Insert(in Binding binding)
    {
        var at = 0;
        if (!NewestFirst)
        {
            while (at < _count && _bindings[at].Q >= binding.Q)
                at++;
        }

        InsertAt(at, binding);
        return at;
    }

    /// <summary>Adds a binding behind all others.</summary>
    public void Append(in Binding binding) => InsertAt(_count, binding);

    /// <summary>Overwrites the binding at a position; one whose q changes moves to its new place, unless the order is that of time.</summary>
    /// <returns>The position of the binding afterwards.</returns>
    public int Replace(int index, in Binding binding)
    {
        if (NewestFirst || this[index].Q == binding.Q)
        {
            this[index] = binding;
            return index;
        }

        RemoveAt(index);
        return Insert(binding);
    }

    /// <summary>Takes a binding out.</summary>
    public void RemoveAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_count, nameof(index));
        _bindings.AsSpan(index + 1, _count - index - 1).CopyTo(_bindings.AsSpan(index));
        _bindings[--_count] = default;
    }

    /// <summary>Takes all bindings out.</summary>
    public void Clear()
    {
        _bindings.AsSpan(0, _count).Clear();
        _count = 0;
    }

    private void InsertAt(int index, in Binding binding)
    {
        var copy = binding; // it may be one of ours, about to move
        if (_count == _bindings.Length)
            Array.Resize(ref _bindings, _count * 2);
        _bindings.AsSpan(index, _count - index).CopyTo(_bindings.AsSpan(index + 1));
        _bindings[index] = copy;
        _count++;
    }

    private int FindEqualUri(ReadOnlySpan<byte> contact)
    {
        if (SipUri.TryParse(contact, out var uri) != SipParseStatus.Ok)
            return -1;
        for (var i = 0; i < _count; i++)
        {
            var other = _bindings[i].Contact.Span;
            if (SipUri.TryParse(other, out var otherUri) == SipParseStatus.Ok && UriComparison.Equals(contact, uri, other, otherUri))
                return i;
        }

        return -1;
    }
}
