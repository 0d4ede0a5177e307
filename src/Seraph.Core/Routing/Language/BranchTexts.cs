using Seraph.Script;
using Seraph.Sip.Headers;

namespace Seraph.Core.Routing.Language;

/// <summary>What of a branch is written.</summary>
internal enum BranchText
{
    /// <summary>Its URI.</summary>
    Uri,

    /// <summary>Its destination URI, empty when it has none.</summary>
    Destination,

    /// <summary><c>&lt;uri&gt;;q=0.5</c>, or the URI alone when it has no q.</summary>
    UriWithQ,

    /// <summary>Its q, empty when it has none.</summary>
    Q,
}

/// <summary>Branches as texts.</summary>
internal static class BranchTexts
{
    // <, >, ;q= and five digits of q
    private const int Overhead = 10;

    /// <summary>One branch.</summary>
    public static SelectResult One(ScratchArena scratch, in Branch branch, BranchText text)
    {
        if (!scratch.TryRent(Length(branch), out var memory))
            return SelectResult.Error;
        var writer = new BoundedWriter(memory.Span);
        Write(ref writer, branch, text);
        return scratch.Shrink(memory, writer.Length);
    }

    /// <summary>All branches with a separator between them; empty when there are none.</summary>
    public static SelectResult Join(ScratchArena scratch, BranchSet branches, BranchText text, ReadOnlySpan<byte> separator)
    {
        var length = 0;
        for (var i = 0; i < branches.Count; i++)
            length += Length(branches[i]) + separator.Length;
        if (!scratch.TryRent(length, out var memory))
            return SelectResult.Error;

        var writer = new BoundedWriter(memory.Span);
        for (var i = 0; i < branches.Count; i++)
        {
            if (i > 0)
                writer.Add(separator);
            Write(ref writer, branches[i], text);
        }

        return scratch.Shrink(memory, writer.Length);
    }

    /// <summary>
    /// The destinations of the request, its Request-URI first, as the Contact header of a redirection without line end:
    /// <c>Contact: &lt;uri&gt;;q=1, &lt;uri&gt;</c>.
    /// </summary>
    public static SelectResult Contacts(RouteContext context)
    {
        var branches = context.Branches;
        var name = "Contact: "u8;
        var length = name.Length + context.RequestUri.Length + Overhead;
        for (var i = 0; i < branches.Count; i++)
            length += branches[i].Uri.Length + Overhead + 2;
        if (!context.Scratch.TryRent(length, out var memory))
            return SelectResult.Error;

        var writer = new BoundedWriter(memory.Span);
        writer.Add(name);
        AddContact(ref writer, context.RequestUri.Span, context.Q);
        for (var i = 0; i < branches.Count; i++)
        {
            writer.Add(", "u8);
            AddContact(ref writer, branches[i].Uri.Span, branches[i].Q);
        }

        return context.Scratch.Shrink(memory, writer.Length);
    }

    private static int Length(in Branch branch) => branch.Uri.Length + branch.DestinationUri.Length + Overhead;

    private static void Write(ref BoundedWriter writer, in Branch branch, BranchText text)
    {
        switch (text)
        {
            case BranchText.Uri:
                writer.Add(branch.Uri.Span);
                break;
            case BranchText.Destination:
                writer.Add(branch.DestinationUri.Span);
                break;
            case BranchText.UriWithQ when branch.Q == QValue.Unspecified:
                writer.Add(branch.Uri.Span);
                break;
            case BranchText.UriWithQ:
                AddContact(ref writer, branch.Uri.Span, branch.Q);
                break;
            default:
                if (branch.Q != QValue.Unspecified)
                    AddQ(ref writer, branch.Q);
                break;
        }
    }

    private static void AddContact(ref BoundedWriter writer, ReadOnlySpan<byte> uri, int q)
    {
        writer.Add((byte)'<');
        writer.Add(uri);
        writer.Add((byte)'>');
        if (q == QValue.Unspecified)
            return;
        writer.Add(";q="u8);
        AddQ(ref writer, q);
    }

    private static void AddQ(ref BoundedWriter writer, int q)
    {
        Span<byte> digits = stackalloc byte[5];
        writer.Add(digits[..QValue.Write(q, digits)]);
    }
}
