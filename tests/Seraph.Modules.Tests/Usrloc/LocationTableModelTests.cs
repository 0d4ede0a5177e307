using CsCheck;
using Seraph.Core.Location;
using Seraph.Modules.Usrloc;

namespace Seraph.Modules.Tests.Usrloc;

using static LocationTestBed;

/// <summary>Random operations on a table and on the obvious implementation must give the same bindings, in memory and in the database.</summary>
public class LocationTableModelTests
{
    private enum Kind
    {
        Put,
        Remove,
        Clear,
        Advance,
        Timer,
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Behaves_like_a_list_of_bindings(int mode)
    {
        var operation = Gen.Select(Gen.Enum<Kind>(), Gen.Int[0, 5], Gen.Int[0, 4], Gen.Int[1, 5000], Gen.Int[-1, 3]);
        operation.Array[1, 60].Sample(operations => Run((DatabaseMode)mode, operations), iter: 300);
    }

    private static void Run(DatabaseMode mode, (Kind Kind, int User, int Contact, int Seconds, int Q)[] operations)
    {
        var bed = new LocationTestBed();
        var table = bed.Table(mode);
        var model = new List<(string Uid, string Contact, long Expires, short Q)>();
        foreach (var (kind, user, contact, seconds, q) in operations)
        {
            var uid = $"u{user}";
            var uri = $"sip:c@h{contact}{new string('x', seconds % 40)}";
            switch (kind)
            {
                case Kind.Put:
                    var binding = bed.Binding(uri, seconds, (short)(q < 0 ? q : q * 250));
                    Put(table, uid, binding);
                    Store(model, uid, uri, binding.Expires, binding.Q);
                    break;
                case Kind.Remove when model.Exists(b => b.Uid == uid && b.Contact == uri):
                    Remove(table, uid, uri);
                    model.RemoveAll(b => b.Uid == uid && b.Contact == uri);
                    break;
                case Kind.Clear:
                    var record = new LocationRecord();
                    using (var update = table.Update(Bytes(uid), record))
                    {
                        record.Clear();
                        update.Commit();
                    }

                    model.RemoveAll(b => b.Uid == uid);
                    break;
                case Kind.Advance:
                    bed.Time.Advance(TimeSpan.FromSeconds(seconds / 4));
                    break;
                case Kind.Timer:
                    table.RunTimer(bed.Now, default);
                    model.RemoveAll(b => b.Expires <= bed.Now);
                    break;
            }

            Assert.Equal(model.Select(b => b.Uid).Distinct().Count(), table.Users);
            Assert.Equal(model.Where(b => b.Uid == uid).Select(b => b.Contact), Contacts(table, uid));
        }

        if (mode == DatabaseMode.None)
            return;
        table.RunTimer(bed.Now, default);
        var left = model.Where(b => b.Expires > bed.Now).Select(b => $"{b.Uid} {b.Contact} {b.Expires}").Order(StringComparer.Ordinal);
        var rows = bed.Database.Values("location", "uid")
            .Zip(bed.Database.Values("location", "contact"), bed.Database.Values("location", "expires"))
            .Select(r => $"{r.First} {r.Second} {r.Third}").Order(StringComparer.Ordinal);
        Assert.Equal(left, rows);

        var loaded = bed.Table(mode);
        bed.Rows().Load(loaded, skipExpired: false, bed.Now, out _);
        Assert.Equal(table.Users, loaded.Users);
    }

    private static void Store(List<(string Uid, string Contact, long Expires, short Q)> model, string uid, string contact, long expires, short q)
    {
        var same = model.FindIndex(b => b.Uid == uid && b.Contact == contact);
        if (same >= 0 && model[same].Q == q)
        {
            model[same] = (uid, contact, expires, q);
            return;
        }

        if (same >= 0)
            model.RemoveAt(same);
        var before = model.FindIndex(b => b.Uid == uid && b.Q < q);
        model.Insert(before < 0 ? model.Count : before, (uid, contact, expires, q));
    }
}
