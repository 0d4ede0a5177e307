using Seraph.Script;

namespace Seraph.Modules.AuthDb;

/// <summary>Parameters of the module.</summary>
internal sealed class AuthDbOptions
{
    [Parameter("db_url", Help = "database of the credentials; only read")]
    public string DatabaseUrl { get; set; } = "mysql://serro:47serro11@localhost/ser";

    [Parameter("username_column", Help = "column of the user name without domain")]
    public string UsernameColumn { get; set; } = "auth_username";

    [Parameter("did_column", Help = "column of the domain id")]
    public string DidColumn { get; set; } = "did";

    [Parameter("realm_column", Help = "column of the realm")]
    public string RealmColumn { get; set; } = "realm";

    [Parameter("password_column", Help = "column of HA1 for user names without domain")]
    public string PasswordColumn { get; set; } = "ha1";

    [Parameter("password_column_2", Help = "column of HA1 for user names with domain")]
    public string PasswordColumn2 { get; set; } = "ha1b";

    [Parameter("plain_password_column", Help = "column of the password itself, read with calculate_ha1")]
    public string PlainPasswordColumn { get; set; } = "password";

    [Parameter("flags_column", Help = "column of the flags")]
    public string FlagsColumn { get; set; } = "flags";

    [Parameter("calculate_ha1", Help = "read the password itself and calculate HA1")]
    public bool CalculateHa1 { get; set; }

    [Parameter("load_credentials", Help = "columns that become attributes of the caller ($fu.NAME), separated by |")]
    public string LoadCredentials { get; set; } = "uid";

    [Parameter("use_did", Help = "the domain id has to match too")]
    public bool UseDid { get; set; }

    [Parameter("check_all_ha1", Help = "try every row that matches instead of the first")]
    public bool CheckAll { get; set; }
}
