using System.Text;
using Microsoft.Extensions.Logging;
using Seraph.Core;
using Seraph.Core.Authentication;
using Seraph.Core.Database;
using Seraph.Core.Modularity;
using Seraph.Core.Routing;
using Seraph.Core.Transports;
using Seraph.Script;
using Seraph.Script.Attributes;
using Seraph.Script.Parameters;
using Seraph.Sip;
using Seraph.Sip.Digest;
using Seraph.Sip.Headers;

namespace Seraph.Modules.AuthDb;

/// <summary>Checks digest credentials against a table with passwords or their hashes (RFC 3261, 22).</summary>
[Module("auth_db")]
internal sealed class AuthDbModule : IModuleLifecycle
{
    private static readonly ScriptResult Failed = new(-2);
    private static readonly ScriptResult Malformed = new(-3);
    private static readonly AttributeReference FromDid = AttributeReference.Of("did", AttributeTrack.From, AttributeClass.Domain);
    private static readonly AttributeReference ToDid = AttributeReference.Of("did", AttributeTrack.To, AttributeClass.Domain);
    private static readonly byte[] DefaultDid = "_default"u8.ToArray();

    private readonly IAuthentication _authentication;
    private readonly DatabaseRegistry _databases;
    private readonly ILogger _logger;
    private readonly AttributeReference[] _loaded;
    private readonly AuthDbCounters _counters;
    private readonly List<CredentialTable> _tables = [];
    private DatabasePool? _database;

    public AuthDbModule(AuthDbOptions options, SipServer server, IAuthentication authentication, DatabaseRegistry databases, ILogger<AuthDbModule> logger)
    {
        Options = options;
        _authentication = authentication;
        _databases = databases;
        _logger = logger;
        _counters = server.Memory.Get(() => new AuthDbCounters(server.Services.Statistics));
        LoadedColumns = options.LoadCredentials.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        _loaded = [.. LoadedColumns.Select(column => new AttributeReference(AttributeTrack.From, AttributeClass.User, Encoding.UTF8.GetBytes(column)))];
    }

    /// <summary>The parameters.</summary>
    public AuthDbOptions Options { get; }

    /// <summary>The columns that become attributes.</summary>
    public string[] LoadedColumns { get; }

    /// <summary>Takes note of a table that the script uses.</summary>
    public void Use(CredentialTable table) => _tables.Add(table);

    /// <inheritdoc/>
    public void Start()
    {
        try
        {
            _database = _databases.Open(Options.DatabaseUrl);
            foreach (var name in _tables.Select(table => table.Name).Distinct(StringComparer.Ordinal))
            {
                if (!_database.HasTable(name))
                    Create(_database, name);
            }
        }
        catch (DatabaseException e)
        {
            throw new ModuleException($"auth_db: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Stop()
    {
    }

    /// <summary>Checks the credentials in Authorization.</summary>
    [ScriptFunction("www_authenticate", "www_authorize")]
    public ScriptResult AuthenticateWww(RouteContext context, StringParameter realm, CredentialTable table) =>
        Authenticate(context, HeaderKind.Authorization, realm, table);

    /// <summary>Checks the credentials in Proxy-Authorization.</summary>
    [ScriptFunction("proxy_authenticate", "proxy_authorize")]
    public ScriptResult AuthenticateProxy(RouteContext context, StringParameter realm, CredentialTable table) =>
        Authenticate(context, HeaderKind.ProxyAuthorization, realm, table);

    private static void Create(DatabasePool database, string table)
    {
        // A new server has no users yet: their table is what the tools that add them expect.
        var definition = SerSchema.Credentials;
        database.CreateIfMissing(table == definition.Name ? definition : definition.Named(table));
    }

    private ScriptResult Authenticate(RouteContext context, HeaderKind kind, StringParameter realmParameter, CredentialTable table)
    {
        if (!realmParameter.TryGet(context, out var realm) || (realm.IsEmpty && !DigestRealm.TryMake(context, out realm)))
            return ScriptResult.False;

        var status = _authentication.Begin(context, kind, realm.Span, out var attempt);
        if (status == AuthenticationStatus.Authenticated)
            return ScriptResult.True;

        var result = status switch
        {
            AuthenticationStatus.NotAuthenticated => ScriptResult.False,
            AuthenticationStatus.Proceed => Verify(context, realm.Span, attempt, table),
            _ => Malformed,
        };
        var stale = false;
        if (result.Code > 0)
        {
            if (_authentication.Finish(context, attempt) == AuthenticationStatus.Authenticated)
            {
                _counters.Accepted.Increment();
                return ScriptResult.True;
            }

            _counters.Stale.Increment();
            stale = true; // the password was right
            result = ScriptResult.False;
        }

        return _authentication.TryChallenge(context, kind, realm.Span, stale) ? result : Failed;
    }

    /// <summary>True, false or failed: whether a row of the user goes with the response.</summary>
    private ScriptResult Verify(RouteContext context, ReadOnlySpan<byte> realm, in AuthenticationAttempt attempt, CredentialTable table)
    {
        var bytes = context.Message.Bytes;
        var credentials = attempt.Credentials;
        var domain = credentials.UsernameDomain(bytes);
        var statement = Options.CalculateHa1 ? table.Plain : domain.Exists ? table.ByUserAndDomain : table.ByUser;
        try
        {
            using (Blocking.Enter())
            {
                using var command = _database!.Command(statement);
                command.Bind(0, credentials.UsernameUser(bytes).Of(bytes));
                command.Bind(1, realm);
                if (Options.UseDid)
                    BindDid(command, context);
                var rows = command.Query();
                while (rows.Read())
                {
                    if (!IsUsable(rows) || (Options.CheckAll && domain.Exists && !Ascii.EqualsIgnoreCase(domain.Of(bytes), realm)))
                        continue;
                    if (IsRight(context.Message, credentials, realm, rows))
                        return LoadAttributes(context, rows);
                    if (!Options.CheckAll)
                        break;
                }
            }
        }
        catch (DatabaseException e)
        {
            AuthDbLog.QueryFailed(_logger, context, e);
            _counters.Failed.Increment();
            return Failed;
        }

        _counters.Rejected.Increment();
        AuthDbLog.Rejected(_logger, context, credentials.Username.Of(bytes));
        return ScriptResult.False;
    }

    private static void BindDid(DatabaseCommand command, RouteContext context)
    {
        var attribute = context.Message.Method == SipMethod.Register ? ToDid : FromDid;
        command.Bind(2, context.Attributes.TryGetNewest(attribute, out var did) ? did.Text.Span : DefaultDid);
    }

    private static bool IsUsable(DatabaseRows rows)
    {
        if (rows.IsNull(CredentialTable.Password) || rows.IsNull(CredentialTable.Flags))
            return false;
        var flags = (RowFlags)rows.GetBitmap(CredentialTable.Flags);
        return (flags & (RowFlags.LoadSer | RowFlags.Disabled)) == RowFlags.LoadSer;
    }

    private bool IsRight(SipMessage message, in CredentialsValue credentials, ReadOnlySpan<byte> realm, DatabaseRows rows)
    {
        var bytes = message.Bytes;
        scoped var ha1 = rows.GetBytes(CredentialTable.Password);
        Span<byte> calculated = stackalloc byte[DigestCalculation.MaxHexLength];
        if (Options.CalculateHa1)
        {
            var length = DigestCalculation.WriteHa1(credentials.Algorithm, credentials.Username.Of(bytes), realm, ha1, calculated);
            ha1 = calculated[..length];
        }

        return ha1.Length == credentials.Algorithm.HexLength()
            && DigestCalculation.Verify(bytes, credentials, ha1, message[message.MethodText], message[message.Body]);
    }

    private ScriptResult LoadAttributes(RouteContext context, DatabaseRows rows)
    {
        for (var i = 0; i < _loaded.Length; i++)
        {
            var column = CredentialTable.FirstLoaded + i;
            if (!rows.IsNull(column) && !TryAssign(context, _loaded[i], rows.GetBytes(column)))
                return Failed;
        }

        return ScriptResult.True;
    }

    private static bool TryAssign(RouteContext context, AttributeReference attribute, ReadOnlySpan<byte> text)
    {
        if (!context.Scratch.TryRent(text.Length, out var memory))
            return false;
        text.CopyTo(memory.Span);
        return context.Attributes.Assign(attribute, ScriptValue.Of(memory));
    }
}
