using System.Text;
using Seraph.Core.Location;
using Seraph.Core.Management;

namespace Seraph.Modules.Usrloc;

/// <content>Management commands.</content>
internal sealed partial class UsrlocModule
{
    private static readonly byte[] RpcCallId = "RPC-Call-ID"u8.ToArray();
    private static readonly byte[] RpcUserAgent = "SER-RPC"u8.ToArray();
    private const uint RpcCSeq = 42;

    [Rpc("usrloc.stats", Help = "For every table: name, registered users, contacts expired since the start", ReturnsArray = true)]
    private void Stats(RpcCall call)
    {
        foreach (var table in _tables.All)
            call.AddStructure().Add("domain", table.Name).Add("users", table.Users).Add("expired", table.Expired);
    }

    [Rpc("usrloc.dump", Help = "All contacts of all tables, or of one: domain, uid, aor, contact, q, expires, ua, recv, callid, cseq, flags", ReturnsArray = true)]
    private void Dump(RpcCall call, string table = "")
    {
        if (table.Length > 0 && _tables.Find(table) is null)
        {
            call.Fault(400, "Table Not Found");
            return;
        }

        var now = Now;
        foreach (var each in _tables.All.Where(t => table.Length == 0 || t.Name == table))
        {
            each.Visit(record =>
            {
                for (var i = 0; i < record.Count; i++)
                {
                    if (record[i].IsValid(now))
                        Describe(call.AddStructure().Add("domain", each.Name).Add("uid", Text(record.Uid)), record[i], now, complete: true);
                }
            });
        }
    }

    [Rpc("usrloc.dump_file", Help = "Writes all contacts of all tables into a file")]
    private void DumpFile(RpcCall call, string file)
    {
        try
        {
            using var writer = new StreamWriter(file, append: false, new UTF8Encoding(false));
            var now = Now;
            foreach (var table in _tables.All)
            {
                writer.WriteLine($"table {table.Name}: {table.Users} users, {table.Expired} expired");
                table.Visit(record => WriteRecord(writer, record, now));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            call.Fault(500, $"Cannot write {file}: {e.Message}");
        }
    }

    [Rpc("usrloc.flush", Help = "Removes expired contacts and writes changes to the database now")]
    private void Flush(RpcCall call) => RunTimer(CancellationToken.None);

    [Rpc("usrloc.show_contacts", Help = "The valid contacts of a user: table, uid", ReturnsArray = true)]
    private void ShowContacts(RpcCall call, string table, string uid)
    {
        if (_tables.Find(table) is not { } found)
        {
            call.Fault(400, "Table Not Found");
            return;
        }

        var record = new LocationRecord();
        if (!found.TryRead(Encoding.UTF8.GetBytes(uid), record))
        {
            call.Fault(404, "AOR Not Found");
            return;
        }

        var now = Now;
        var any = false;
        for (var i = 0; i < record.Count; i++)
        {
            if (!record[i].IsValid(now))
                continue;
            any = true;
            Describe(call.AddStructure(), record[i], now, complete: false);
        }

        if (!any)
            call.Fault(404, "No Registered Contacts Found");
    }

    [Rpc("usrloc.delete_uid", Help = "Removes all contacts of a user: table, uid")]
    private void DeleteUid(RpcCall call, string table, string uid)
    {
        if (_tables.Find(table) is not { } found)
        {
            call.Fault(400, "Table Not Found");
            return;
        }

        var record = new LocationRecord();
        using var update = found.Update(Encoding.UTF8.GetBytes(uid), record);
        if (record.Count == 0)
            return; // as good as removed
        record.Clear();
        if (update.Commit() != LocationStatus.Done)
            call.Fault(500, "Error While Deleting Record");
    }

    [Rpc("usrloc.delete_contact", Help = "Removes one contact of a user: table, uid, contact")]
    private void DeleteContact(RpcCall call, string table, string uid, string contact)
    {
        if (_tables.Find(table) is not { } found)
        {
            call.Fault(404, "Table Not Found");
            return;
        }

        var record = new LocationRecord();
        using var update = found.Update(Encoding.UTF8.GetBytes(uid), record);
        var at = record.Find(Encoding.UTF8.GetBytes(contact));
        if (at < 0)
        {
            call.Fault(404, record.Count == 0 ? "AOR Not Found" : "Contact Not Found");
            return;
        }

        record.RemoveAt(at);
        if (update.Commit() != LocationStatus.Done)
            call.Fault(500, "Error While Deleting Contact");
    }

    [Rpc("usrloc.add_contact", Help = "Adds or updates a contact: table, uid, contact, expires (seconds), q, flags, server_id")]
    private void AddContact(RpcCall call, string table, string uid, string contact, int expires, double q, int flags)
    {
        var serverId = _server.Options.ServerId;
        if (call.Remaining > 0 && !call.TryRead(out serverId))
            return;
        if (_tables.Find(table) is not { } found)
        {
            call.Fault(400, "Table Not Found");
            return;
        }

        var binding = new Binding
        {
            Contact = Encoding.UTF8.GetBytes(contact),
            CallId = RpcCallId,
            UserAgent = RpcUserAgent,
            CSeq = RpcCSeq,
            Expires = expires == 0 ? 0 : Now + expires,
            Q = q < 0 ? Binding.NoQ : (short)Math.Min(Math.Round(q * 1000), 1000),
            Flags = (BindingFlags)unchecked((uint)flags),
            ServerId = serverId,
        };
        var id = Encoding.UTF8.GetBytes(uid);
        if (expires < 0 || (expires == 0 && !binding.IsPermanent) || id.Length is 0 or > LocationLimits.Uid
            || binding.Contact.Length == 0 || binding.Contact.Length > found.MaxContactLength)
        {
            call.Fault(500, "Error while adding Contact");
            return;
        }

        var record = new LocationRecord();
        using var update = found.Update(id, record);
        var at = record.Find(binding.Contact.Span);
        if (at < 0)
        {
            record.Insert(binding);
        }
        else
        {
            // Where the phone is stays known: only what the command says changes.
            ref readonly var old = ref record[at];
            record.Replace(at, binding with { Aor = old.Aor, Received = old.Received, Path = old.Path, Instance = old.Instance, Socket = old.Socket });
        }

        if (update.Commit() != LocationStatus.Done)
            call.Fault(500, "Error while adding Contact");
    }

    private static void Describe(RpcStructure structure, in Binding binding, long now, bool complete)
    {
        if (complete)
            structure.Add("aor", Text(binding.Aor));
        structure
            .Add("contact", Text(binding.Contact))
            .Add("q", binding.Q == Binding.NoQ ? -1.0 : binding.Q / 1000.0)
            .Add("expires", binding.IsPermanent ? 0 : binding.Expires - now)
            .Add("ua", Text(binding.UserAgent))
            .Add("recv", Text(binding.Received));
        if (complete)
            structure.Add("callid", Text(binding.CallId)).Add("cseq", binding.CSeq).Add("flags", (uint)binding.Flags);
    }

    private static void WriteRecord(StreamWriter writer, LocationRecord record, long now)
    {
        writer.WriteLine($"  {Text(record.Uid)}");
        for (var i = 0; i < record.Count; i++)
        {
            ref readonly var binding = ref record[i];
            var left = binding.IsPermanent ? "permanent" : binding.IsValid(now) ? $"{binding.Expires - now} s" : "expired";
            var q = binding.Q == Binding.NoQ ? "-1" : (binding.Q / 1000.0).ToString();
            writer.WriteLine(
                $"    <{Text(binding.Contact)}> aor={Text(binding.Aor)} expires={left} q={q} callid={Text(binding.CallId)} cseq={binding.CSeq} flags={(uint)binding.Flags} "
                + $"state={binding.State} ua=\"{Text(binding.UserAgent)}\" received={Text(binding.Received)} instance={Text(binding.Instance)} server_id={binding.ServerId}");
        }
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
