using System.Text;
using Seraph.Core.Database;
using Seraph.Core.Transports;
using Seraph.Modules.Tests.Auth;
using Seraph.Testing;

namespace Seraph.Modules.Tests.Registrar;

/// <summary>Damaged REGISTER requests through a whole script: none of them may stop the next good one.</summary>
public class MutationTests
{
    private const string Script = """
        loadmodule "sl"
        loadmodule "textops"
        loadmodule "usrloc"
        loadmodule "registrar"
        loadmodule "auth"
        loadmodule "auth_db"
        loadmodule "uri"
        modparam("usrloc", "db_mode", 1)
        modparam("usrloc", "db_url", "fake://test")
        modparam("auth_db", "db_url", "fake://test")
        modparam("auth", "auth_checks_register", 15)
        modparam("auth", "nonce_count", 1)
        modparam("registrar", "use_path", 1)
        modparam("registrar", "path_mode", 1)
        route {
          setflag(4);
          if (!www_authenticate("example.org", "credentials"))
            append_to_reply("%$digest_challenge");
          uri_param("lr", "on");
          add_uri_param("a=b");
          save("location");
        }
        """;

    [Fact]
    public void Damaged_requests_do_no_harm()
    {
        const string headers = "Contact: \"Al\" <sip:alice@192.0.2.1:5070;transport=udp?x=y>;q=0.5;expires=60;+sip.instance=\"<urn:uuid:1>\", <sip:b@[2001:db8::1]>\n"
            + "Expires: 300\nPath: <sip:p1;lr>\nSupported: path, gruu\nRequire: path\n";
        var good = AuthTestBed.Request(headers + AuthTestBed.Credentials(Convert.ToBase64String(new byte[40])));
        var route = new TestRoute { KeepSent = false };
        using var script = new TestScript(route, Script, new FakeDatabase(SerSchema.Location, SerSchema.Credentials));
        Assert.NotNull(script.Result.Script);
        var bytes = Encoding.UTF8.GetBytes(good.ReplaceLineEndings("\r\n"));
        var from = new ReceiveInfo(route.Server.Sockets.Sockets[0], NetworkEndpoint.FromIPv4(0xC0000201, 5060), 0);
        var random = new Random(17);
        for (var i = 0; i < 20_000; i++)
        {
            var copy = bytes.ToArray();
            var length = copy.Length;
            for (var changes = random.Next(1, 6); changes > 0; changes--)
            {
                var at = random.Next(length);
                switch (random.Next(4))
                {
                    case 0:
                        copy[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        copy[at] = (byte)" \t\r\n\"<>;:,@*%[]=?\\0\x7f"[random.Next(20)];
                        break;
                    case 2:
                        copy.AsSpan(at + 1, length - at - 1).CopyTo(copy.AsSpan(at));
                        length = Math.Max(length - 1, 1);
                        break;
                    default:
                        length = Math.Max(at, 1);
                        break;
                }
            }

            route.Server.Receiver.Handle(copy, 0, length, from);
        }

        route.KeepSent = true;
        Assert.StartsWith("SIP/2.0 200 OK", script.Deliver(AuthTestBed.Request("Contact: <sip:last@h>\n", callId: "last")), StringComparison.Ordinal);
        Assert.Equal(0, route.Server.Counters.Failures.Value);
    }
}
