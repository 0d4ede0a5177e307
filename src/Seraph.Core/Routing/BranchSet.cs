using Seraph.Core.Transports;
using Seraph.Script;

namespace Seraph.Core.Routing;

/// <summary>One more destination of a request, beside its Request-URI (<c>append_branch</c>, <c>lookup_contacts</c>).</summary>
/// <param name="Uri">The Request-URI of this branch.</param>
/// <param name="DestinationUri">Where to send it if not to <paramref name="Uri"/>; empty = there.</param>
/// <param name="Path">The Route headers' values that lead there (RFC 3327), comma separated; empty = none.</param>
/// <param name="Q">The preference in thousandths, 0 to 1000; <see cref="BranchSet.NoQ"/> when not given.</param>
/// <param name="Socket">The socket to send from; null = the usual choice.</param>
/// <param name="Flags">Branch flags.</param>
/// <param name="Instance">The <c>+sip.instance</c> of the contact, for GRUU and outbound; empty = none.</param>
public readonly record struct Branch(
    ReadOnlyMemory<byte> Uri,
    ReadOnlyMemory<byte> DestinationUri = default,
    ReadOnlyMemory<byte> Path = default,
    int Q = BranchSet.NoQ,
    ListenSocket? Socket = null,
    uint Flags = 0,
    ReadOnlyMemory<byte> Instance = default);

/// <summary>
/// The further destinations of a request, at most <see cref="Capacity"/> (spec core-language.md, 6: 12 with the Request-URI).
/// The bytes are copied, so they may come from anywhere.
/// </summary>
public sealed class BranchSet
{
    /// <summary>How many destinations may stand beside the Request-URI.</summary>
    public const int Capacity = 11;

    /// <summary>The longest URI of a branch, in bytes.</summary>
    public const int MaxUriLength = 1023;

    /// <summary>The value of <see cref="Branch.Q"/> when no preference was given.</summary>
    public const int NoQ = -1;

    private readonly Branch[] _branches = new Branch[Capacity];
    private readonly ScratchArena _scratch;

    /// <summary>Makes an empty set whose bytes live in <paramref name="scratch"/>.</summary>
    public BranchSet(ScratchArena scratch) => _scratch = scratch;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The branch at a position, from 0 in the order of adding.</summary>
    public ref readonly Branch this[int index] => ref _branches.AsSpan(0, Count)[index];

    /// <summary>Adds a destination; false when there are too many, its URI is empty or too long, or the message has used up its memory.</summary>
    public bool TryAdd(in Branch branch)
    {
        if (Count == Capacity || branch.Uri.IsEmpty || branch.Uri.Length > MaxUriLength)
            return false;
        if (!TryKeep(branch.Uri, out var uri) || !TryKeep(branch.DestinationUri, out var destination)
            || !TryKeep(branch.Path, out var path) || !TryKeep(branch.Instance, out var instance))
            return false;
        _branches[Count++] = branch with { Uri = uri, DestinationUri = destination, Path = path, Instance = instance };
        return true;
    }

    /// <summary>Takes every destination out.</summary>
    public void Clear()
    {
        _branches.AsSpan(0, Count).Clear();
        Count = 0;
    }

    private bool TryKeep(ReadOnlyMemory<byte> bytes, out ReadOnlyMemory<byte> kept)
    {
        kept = default;
        if (bytes.IsEmpty)
            return true;
        if (!_scratch.TryRent(bytes.Length, out var memory))
            return false;
        bytes.CopyTo(memory);
        kept = memory;
        return true;
    }
}
