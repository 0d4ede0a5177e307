using System.Collections.Immutable;
using System.Text;
using Seraph.Core.Database;
using Seraph.Core.Location;
using Seraph.Core.Transports;
using Seraph.Sip;
using Seraph.Sip.Uris;

namespace Seraph.Modules.Usrloc;

/// <summary>The rows of one table of the database: a row for every binding, by user id and contact. Every call may block.</summary>
internal sealed class LocationRows
{
    private readonly Func<DatabasePool> _open;
    private readonly SocketList _sockets;
    private readonly int _serverId;
    private readonly Statement _select;
    private readonly Statement _replace;
    private readonly Statement _delete;

    /// <summary>Makes the statements.</summary>
    /// <param name="open">Gives the database; asked when it is needed, because a script that is only checked must not touch it.</param>
    /// <param name="table">The table.</param>
    /// <param name="options">The names of the columns.</param>
    /// <param name="sockets">The listen sockets.</param>
    /// <param name="serverId">The number of this server.</param>
    public LocationRows(Func<DatabasePool> open, string table, UsrlocOptions options, SocketList sockets, int serverId)
    {
        _open = open;
        _sockets = sockets;
        _serverId = serverId;

        // The order of the columns is that of the indices in Read and Bind.
        string[] columns =
        [
            options.UidColumn, options.ContactColumn, options.ExpiresColumn, options.QColumn, options.CallIdColumn, options.CSeqColumn, options.FlagsColumn,
            options.UserAgentColumn, options.ReceivedColumn, options.InstanceColumn, options.AorColumn, "server_id",
        ];
        _select = Statement.Select(table, columns);
        _replace = Statement.Replace(table, columns, [options.UidColumn, options.ContactColumn]);
        _delete = Statement.Delete(table, [options.UidColumn, options.ContactColumn]);
    }

    /// <summary>The table as it is created when the database does not have it: SER's, with the names of columns that are configured.</summary>
    public static TableDefinition Definition(string table, UsrlocOptions options)
    {
        var names = new Dictionary<string, string>
        {
            ["uid"] = options.UidColumn,
            ["contact"] = options.ContactColumn,
            ["expires"] = options.ExpiresColumn,
            ["q"] = options.QColumn,
            ["callid"] = options.CallIdColumn,
            ["cseq"] = options.CSeqColumn,
            ["flags"] = options.FlagsColumn,
            ["user_agent"] = options.UserAgentColumn,
            ["received"] = options.ReceivedColumn,
            ["instance"] = options.InstanceColumn,
            ["aor"] = options.AorColumn,
            ["server_id"] = "server_id",
        };
        var named = table == SerSchema.Location.Name ? SerSchema.Location : SerSchema.Location.Named(table);
        return named with
        {
            Columns = [.. named.Columns.Select(column => column with { Name = names[column.Name] })],
            Keys = [.. named.Keys.Select(key => key with { Columns = [.. key.Columns.Select(column => names[column])] })],
        };
    }

    /// <summary>
    /// Gives every row to <paramref name="add"/>. Rows of other servers come as <see cref="BindingFlags.MemoryOnly"/>: they can be used, their owner
    /// keeps them up to date.
    /// </summary>
    /// <returns>How many rows were left out because they have no uid or contact.</returns>
    public int Load(LocationTable table, bool skipExpired, long now, out int loaded)
    {
        var incomplete = 0;
        loaded = 0;
        using var command = _open().Command(_select);
        var rows = command.Query();
        while (rows.Read())
        {
            if (rows.IsNull(0) || rows.IsNull(1))
            {
                incomplete++;
                continue;
            }

            var binding = Read(rows);
            if (skipExpired && !binding.IsValid(now))
                continue;
            table.Load(rows.GetBytes(0).ToArray(), binding);
            loaded++;
        }

        return incomplete;
    }

    /// <summary>Whether <see cref="Write"/> has anything to do.</summary>
    public static bool HaveChanged(LocationRecord before, LocationRecord after) => Changes(before, after) > 0;

    /// <summary>Makes the rows of one user those of <paramref name="after"/>, all or none of them.</summary>
    /// <exception cref="DatabaseException">The database failed, and changed nothing.</exception>
    public void Write(LocationRecord before, LocationRecord after)
    {
        var database = _open();
        if (Changes(before, after) == 1 || (database.Capabilities & DatabaseCapabilities.Transactions) == 0)
        {
            Write(before, after, null);
            return;
        }

        using var transaction = database.Begin();
        Write(before, after, transaction);
        transaction.Commit();
    }

    /// <summary>Writes one row, over the one with the same uid and contact if there is one.</summary>
    /// <exception cref="DatabaseException">The database failed.</exception>
    public void Store(ReadOnlySpan<byte> uid, in Binding binding, DatabaseTransaction? transaction = null)
    {
        using var command = Command(transaction, _replace);
        command.Bind(0, uid);
        command.Bind(1, binding.Contact.Span);
        command.BindTime(2, binding.IsPermanent ? 0 : binding.Expires);
        command.Bind(3, binding.Q == Binding.NoQ ? -1.0 : binding.Q / 1000.0);
        command.Bind(4, binding.CallId.Span);
        command.Bind(5, (long)binding.CSeq);
        command.BindBitmap(6, (uint)binding.Flags);
        command.Bind(7, binding.UserAgent.Span);
        BindOptional(command, 8, binding.Received);
        BindOptional(command, 9, binding.Instance);
        command.Bind(10, binding.Aor.Span);
        command.Bind(11, binding.ServerId);
        command.Execute();
    }

    /// <summary>Deletes one row, if it is there.</summary>
    /// <exception cref="DatabaseException">The database failed.</exception>
    public void Delete(ReadOnlySpan<byte> uid, ReadOnlySpan<byte> contact, DatabaseTransaction? transaction = null)
    {
        using var command = Command(transaction, _delete);
        command.Bind(0, uid);
        command.Bind(1, contact);
        command.Execute();
    }

    /// <summary>Whether a binding has another one's contact, byte by byte: the key of its row.</summary>
    public static int IndexOf(LocationRecord record, ReadOnlySpan<byte> contact)
    {
        for (var i = 0; i < record.Count; i++)
        {
            if (record[i].Contact.Span.SequenceEqual(contact))
                return i;
        }

        return -1;
    }

    /// <summary>Whether the rows of two bindings with the same contact are equal.</summary>
    public static bool AreEqual(in Binding left, in Binding right) =>
        left.Expires == right.Expires
        && left.CSeq == right.CSeq
        && left.Q == right.Q
        && left.Flags == right.Flags
        && left.ServerId == right.ServerId
        && left.CallId.Span.SequenceEqual(right.CallId.Span)
        && left.Received.Span.SequenceEqual(right.Received.Span)
        && left.UserAgent.Span.SequenceEqual(right.UserAgent.Span)
        && left.Instance.Span.SequenceEqual(right.Instance.Span)
        && left.Aor.Span.SequenceEqual(right.Aor.Span);

    /// <summary>Whether the binding belongs into the database at all.</summary>
    public static bool IsStored(in Binding binding) => (binding.Flags & BindingFlags.MemoryOnly) == 0;

    private static bool IsGone(in Binding old, LocationRecord after) => IsStored(old) && IndexOf(after, old.Contact.Span) < 0;

    private static bool IsNew(in Binding binding, LocationRecord before)
    {
        if (!IsStored(binding))
            return false;
        var old = IndexOf(before, binding.Contact.Span);
        return old < 0 || before[old].State != BindingState.Synchronized || !AreEqual(before[old], binding);
    }

    private static int Changes(LocationRecord before, LocationRecord after)
    {
        var changes = 0;
        for (var i = 0; i < before.Count; i++)
            changes += IsGone(before[i], after) ? 1 : 0;
        for (var i = 0; i < after.Count; i++)
            changes += IsNew(after[i], before) ? 1 : 0;
        return changes;
    }

    private void Write(LocationRecord before, LocationRecord after, DatabaseTransaction? transaction)
    {
        for (var i = 0; i < before.Count; i++)
        {
            if (IsGone(before[i], after))
                Delete(after.Uid.Span, before[i].Contact.Span, transaction);
        }

        for (var i = 0; i < after.Count; i++)
        {
            if (IsNew(after[i], before))
                Store(after.Uid.Span, after[i], transaction);
        }
    }

    private DatabaseCommand Command(DatabaseTransaction? transaction, Statement statement) =>
        transaction is null ? _open().Command(statement) : transaction.Command(statement);

    private static void BindOptional(DatabaseCommand command, int index, ReadOnlyMemory<byte> text)
    {
        if (text.IsEmpty)
            command.BindNull(index);
        else
            command.Bind(index, text.Span);
    }

    private Binding Read(DatabaseRows rows)
    {
        var q = rows.GetDouble(3);
        var binding = new Binding
        {
            Contact = rows.GetBytes(1).ToArray(),
            Expires = rows.GetTime(2),
            Q = q < 0 ? Binding.NoQ : (short)Math.Min(Math.Round(q * 1000), 1000),
            CallId = rows.GetBytes(4).ToArray(),
            CSeq = unchecked((uint)rows.GetInt64(5)),
            Flags = (BindingFlags)rows.GetBitmap(6),
            UserAgent = rows.GetBytes(7).ToArray(),
            Received = rows.GetBytes(8).ToArray(),
            Instance = rows.GetBytes(9).ToArray(),
            Aor = rows.GetBytes(10).ToArray(),
            ServerId = rows.GetInt32(11),
            State = BindingState.Synchronized,
        };
        binding.Socket = FindSocket(binding.Received.Span);
        if (binding.ServerId != _serverId)
            binding.Flags |= BindingFlags.MemoryOnly;
        return binding;
    }

    /// <summary>The socket that the received URI names in its parameters <c>dstip</c> and <c>dstport</c>, when it is one of ours.</summary>
    private ListenSocket? FindSocket(ReadOnlySpan<byte> received)
    {
        if (SipUri.TryParse(received, out var uri) != SipParseStatus.Ok
            || !uri.TryGetParameter(received, "dstip"u8, out var address)
            || !uri.TryGetParameter(received, "dstport"u8, out var port)
            || !ushort.TryParse(port.Value.Of(received), out var number)
            || !NetworkEndpoint.TryParseAddress(address.Value.Of(received), out var endpoint, number))
        {
            return null;
        }

        var protocol = uri.Transport == SipTransport.None ? TransportProtocol.Udp : (TransportProtocol)uri.Transport;
        return _sockets.Find(protocol, endpoint);
    }
}
