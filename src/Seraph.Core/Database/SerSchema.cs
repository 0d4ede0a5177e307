using System.Collections.Immutable;

namespace Seraph.Core.Database;

/// <summary>The tables of a SER 2.1 database that the server reads or writes.</summary>
public static class SerSchema
{
    private const string Epoch = "1970-01-01 00:00:00";

    /// <summary>Which version each table has.</summary>
    public static TableDefinition Version { get; } = Table("version", 1,
        [Text("table_name", 64), new("table_version", ColumnType.Int, Default: "0")],
        Unique("version_key", "table_name"));

    /// <summary>Digest usernames and passwords; one user (UID) may have several.</summary>
    public static TableDefinition Credentials { get; } = Table("credentials", 7,
        [
            Text("auth_username", 64), Text("did", 64, "_default"), Text("realm", 64), Text("password", 28, ""),
            new("flags", ColumnType.Int, Default: "0"), Text("ha1", 32), Text("ha1b", 32, ""), Text("uid", 64),
        ],
        // The first is ours: without it a planner may look a user up by the realm, which all users of a domain share.
        Index("cred_user_realm", "auth_username", "realm"), Index("cred_idx", "auth_username", "did"), Index("uid", "uid"), Index("did_idx", "did"), Index("realm_idx", "realm"));

    /// <summary>URIs of users: which UID a called or calling URI belongs to.</summary>
    public static TableDefinition Uri { get; } = Table("uri", 3,
        [Text("uid", 64), Text("did", 64), Text("username", 64), Flags, Text("scheme", 8, "sip")],
        Index("uri_idx1", "username", "did", "scheme"), Index("uri_uid", "uid"));

    /// <summary>Domain names that are served; rows with the same DID are aliases of one domain.</summary>
    public static TableDefinition Domain { get; } = Table("domain", 2,
        [Text("did", 64), Text("domain", 128), Flags],
        Unique("domain_idx", "domain"), Index("did_idx", "did"));

    /// <summary>Attributes of domains.</summary>
    public static TableDefinition DomainAttributes { get; } = Table("domain_attrs", 1,
        [new("did", ColumnType.String, 64, Nullable: true), .. Attribute],
        Unique("domain_attr_idx", "did", "name", "value"), Index("domain_did", "did", "flags"));

    /// <summary>Attributes of users.</summary>
    public static TableDefinition UserAttributes { get; } = Table("user_attrs", 3,
        [Text("uid", 64), .. Attribute],
        Unique("userattrs_idx", "uid", "name", "value"));

    /// <summary>Attributes of single URIs.</summary>
    public static TableDefinition UriAttributes { get; } = Table("uri_attrs", 2,
        [Text("username", 64), Text("did", 64), .. Attribute, Text("scheme", 8, "sip")],
        Unique("uriattrs_idx", "username", "did", "name", "value", "scheme"));

    /// <summary>Attributes of everyone.</summary>
    public static TableDefinition GlobalAttributes { get; } = Table("global_attrs", 1,
        Attribute,
        Unique("global_attrs_idx", "name", "value"));

    /// <summary>Registered contacts.</summary>
    public static TableDefinition Location { get; } = Table("location", 9,
        [
            Text("uid", 64), Text("aor", 255), Text("contact", 255), new("server_id", ColumnType.Int, Default: "0"), OptionalText("received", 255),
            new("expires", ColumnType.DateTime, Default: Epoch), new("q", ColumnType.Float, Default: "1.0"), OptionalText("callid", 255),
            new("cseq", ColumnType.UnsignedInt, Nullable: true), Flags, OptionalText("user_agent", 64), OptionalText("instance", 255),
        ],
        Unique("location_key", "uid", "contact"), Index("location_contact", "contact"), Index("location_expires", "expires"));

    /// <summary>Attributes of contacts.</summary>
    public static TableDefinition ContactAttributes { get; } = Table("contact_attrs", 1,
        [Text("uid", 64), Text("contact", 255), .. Attribute],
        Unique("contactattrs_idx", "uid", "contact", "name"));

    /// <summary>All of them.</summary>
    public static ImmutableArray<TableDefinition> Tables { get; } =
    [
        Version, Credentials, Uri, Domain, DomainAttributes, UserAttributes, UriAttributes, GlobalAttributes, Location, ContactAttributes,
    ];

    private static ColumnDefinition Flags => new("flags", ColumnType.UnsignedInt, Default: "0");

    private static ImmutableArray<ColumnDefinition> Attribute =>
    [
        Text("name", 32), new("type", ColumnType.Int, Default: "0"), OptionalText("value", 255), Flags,
    ];

    private static ColumnDefinition Text(string name, int length, string? @default = null) => new(name, ColumnType.String, length, Default: @default);

    private static ColumnDefinition OptionalText(string name, int length) => new(name, ColumnType.String, length, Nullable: true);

    private static KeyDefinition Unique(string name, params ReadOnlySpan<string> columns) => new(name, true, [.. columns]);

    private static KeyDefinition Index(string name, params ReadOnlySpan<string> columns) => new(name, false, [.. columns]);

    private static TableDefinition Table(string name, int version, ImmutableArray<ColumnDefinition> columns, params ReadOnlySpan<KeyDefinition> keys) =>
        new(name, version, columns, [.. keys]);
}

/// <summary>The bits of the column <c>flags</c> that provisioning sets.</summary>
[Flags]
public enum RowFlags : uint
{
    /// <summary>No bit.</summary>
    None = 0,

    /// <summary>The SIP server uses the row; without this bit it does not see it.</summary>
    LoadSer = 1,

    /// <summary>Switched off by an administrator.</summary>
    Disabled = 2,

    /// <summary>The canonical URI of its user or name of its domain.</summary>
    Canonical = 4,

    /// <summary>The URI may be called.</summary>
    IsTo = 8,

    /// <summary>The URI may call.</summary>
    IsFrom = 16,

    /// <summary>The web portal sees the row.</summary>
    ForSerweb = 32,

    /// <summary>Created, not confirmed yet.</summary>
    Pending = 64,

    /// <summary>Deleted, to be removed later.</summary>
    Deleted = 128,
}
