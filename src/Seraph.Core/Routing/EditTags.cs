using Seraph.Sip.Editing;

namespace Seraph.Core.Routing;

/// <summary>The values of <see cref="MessageEdits.Tag"/>.</summary>
public static class EditTags
{
    /// <summary>Our Record-Route headers.</summary>
    public const byte RecordRoute = 1;

    /// <summary>Record-Route headers with an address that the script gave.</summary>
    public const byte RecordRoutePreset = 2;
}
