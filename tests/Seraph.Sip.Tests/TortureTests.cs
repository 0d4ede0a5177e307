using Seraph.Sip.Headers;
using Seraph.Sip.Sdp;
using Seraph.Sip.Uris;

namespace Seraph.Sip.Tests;

/// <summary>
/// The messages of RFC 4475, one test each, in the order of the RFC. Where the RFC leaves the verdict to an endpoint, the test says what a proxy or
/// registrar makes of the message.
/// </summary>
public class TortureTests
{
    public static IReadOnlyList<string> Files => [.. Directory.EnumerateFiles(Folder, "*.sip").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Torture");

    public static byte[] Load(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".sip"));

    [Fact]
    public void There_are_49() => Assert.Equal(49, Files.Count);

    // 3.1.1 valid messages

    [Fact]
    public void Wsinv_is_a_good_request()
    {
        var message = Good("wsinv");
        Assert.Equal("1918181833n", message.Get(message.To.Tag));
        Assert.Equal("sip:vivekg@chair-dnrc.example.com", message.Get(message.To.Uri));
        Assert.Equal("J Rosenberg \\\\\\\"", message.Get(message.From.UnquotedName(message.Bytes)));
        Assert.Equal("98asjd8", message.Get(message.From.Tag));
        Assert.Equal(68, message.MaxForwards);
        Assert.Equal(9u, message.CSeq.Number);
        Assert.Equal(SipMethod.Invite, message.CSeq.Method);
        Assert.Equal(150, message.Body.Length);
        Assert.True(message.HeaderBody(HeaderKind.Subject) is { Exists: true, IsEmpty: true });
        Assert.Equal("newfangled value\r\n continued newfangled value", message.Get(message.HeaderBody("newfangledheader"u8)));
        Assert.Equal(";;,,;;,;", message.Get(message.HeaderBody("UnknownHeaderWithUnusualValue"u8)));
        Assert.Equal("192.0.2.2", message.Get(message.TopVia.Host));
        Assert.Equal("390skdjuw", message.Get(message.TopVia.Branch));
        Assert.Equal(["192.0.2.2/Udp", "spindle.example.com/Tcp", "192.168.255.111/Udp"], Vias(message));

        var routes = new AddressReader(message, HeaderKind.Route);
        Assert.True(routes.Next(out var route));
        Assert.Equal(SipParseStatus.Ok, SipUri.TryParse(message.Bytes, route.Uri, out var uri));
        Assert.True(uri.IsLooseRouter);
        var contacts = new ContactReader(message);
        Assert.True(contacts.Next(out var contact));
        Assert.Equal("Quoted string \\\"\\\"", message.Get(contact.Address.UnquotedName(message.Bytes)));
        Assert.Equal(330, contact.QThousandths);
        Assert.True(contact.TryGetParameter(message.Bytes, "newparam"u8, out var parameter));
        Assert.Equal("newvalue", message.Get(parameter.Value));
    }

    [Fact]
    public void Intmeth_is_a_good_request_of_an_unknown_method()
    {
        var message = Good("intmeth");
        Assert.Equal(SipMethod.Other, message.Method);
        Assert.Equal("!interesting-Method0123456789_*+`.%indeed'~", message.Get(message.MethodText));
        Assert.Equal("1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*", message.Get(message.RequestUri.User));
        Assert.Equal("&it+has=1,weird!*pas$wo~d_too.(doesn't-it)", message.Get(message.RequestUri.Password));
        Assert.Equal("example.com", message.Get(message.RequestUri.Host));
        Assert.Equal("z9hG4bK-.!%66*_+`'~", message.Get(message.TopVia.Branch));
        Assert.Equal("BEL:\\\u0007 NUL:\\\0 DEL:\\\u007f", message.Get(message.To.UnquotedName(message.Bytes)));
        Assert.Equal("token1~` token2'+_ token3*%!.-", message.Get(message.From.DisplayName));
        Assert.Equal("_token~1'+`*%!-.", message.Get(message.From.Tag));
        Assert.Equal("intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{", message.Get(message.CallId));
        Assert.Equal(255, message.MaxForwards);
        Assert.True(message.HeaderBody("extensionHeader-!.%*+_`'~"u8).Length > 0);
    }

    [Fact]
    public void Esc01_keeps_escapes_as_they_are()
    {
        var message = Good("esc01");
        Assert.Equal("sips%3Auser%40example.com", message.Get(message.RequestUri.User));
        Assert.Equal("example.net", message.Get(message.RequestUri.Host));
        Assert.True(SameUri("sip:user@example.com", message.Get(message.To.Uri)));
        var contacts = new ContactReader(message);
        Assert.True(contacts.Next(out var contact));
        Assert.True(SameUri("sip:caller@host5.example.net;lr;name=value%2541", message.Get(contact.Uri)));
    }

    [Fact]
    public void Escnull_has_two_different_contacts()
    {
        var message = Good("escnull");
        var contacts = new ContactReader(message);
        Assert.True(contacts.Next(out var first));
        Assert.True(contacts.Next(out var second));
        Assert.False(contacts.Next(out _));
        Assert.False(SameUri(message.Get(first.Uri), message.Get(second.Uri)));
        Assert.True(SameUri(message.Get(message.To.Uri), message.Get(message.From.Uri)));
    }

    [Fact]
    public void Esc02_is_no_register_and_has_two_contacts()
    {
        var message = Good("esc02");
        Assert.Equal(SipMethod.Other, message.Method);
        Assert.Equal("RE%47IST%45R", message.Get(message.CSeq.MethodText));
        Assert.Equal("%Z%45", message.Get(message.To.UnquotedName(message.Bytes)));
        Assert.Equal(2, Contacts(message));
        Assert.Equal("<sip:alias2@host2.example.com>", message.Get(message.HeaderBody("C%6Fntact"u8)));
    }

    [Fact]
    public void Lwsdisp_has_a_display_name_without_space_behind_it()
    {
        var message = Good("lwsdisp");
        Assert.Equal("caller", message.Get(message.From.DisplayName));
        Assert.Equal("sip:caller@example.com", message.Get(message.From.Uri));
    }

    [Fact]
    public void Longreq_is_a_good_request()
    {
        var message = Good("longreq");
        Assert.Equal(34, Vias(message).Count);
        Assert.Equal("sip33.example.com", message.Get(message.TopVia.Host));
        Assert.Equal(6000, message.ToUri.Port);
        Assert.StartsWith("12982982", message.Get(message.From.Tag), StringComparison.Ordinal);
        Assert.Equal(150, message.Body.Length);
    }

    [Fact]
    public void Dblreq_ends_where_its_content_length_says()
    {
        var message = Good("dblreq");
        Assert.Equal(SipMethod.Register, message.Method);
        Assert.Equal(0, message.Body.Length);
        Assert.True(message.Length < Load("dblreq").Length);
    }

    [Fact]
    public void Semiuri_has_parameters_in_its_user_part()
    {
        var message = Good("semiuri");
        Assert.Equal("user;par=u%40example.net", message.Get(message.RequestUri.User));
        Assert.False(message.RequestUri.Parameters.Exists);
    }

    [Fact]
    public void Transports_may_be_unknown() =>
        Assert.Equal(
            ["t1.example.com/Udp", "t2.example.com/Sctp", "t3.example.com/Tls", "t4.example.com/Other", "t5.example.com/Tcp"],
            Vias(Good("transports")));

    [Fact]
    public void Mpart01_has_two_parts_one_of_them_binary()
    {
        var message = Good("mpart01");
        Assert.Equal(553, message.Body.Length);
        var type = message.HeaderBody(HeaderKind.ContentType);
        Assert.Equal(SipParseStatus.Ok, MediaTypeValue.TryParse(message.Bytes, type, out var media));
        var parts = new MultipartReader(message.Bytes, message.Body, message[media.Boundary]);
        Assert.True(parts.Next(out var text));
        Assert.Equal("Hello", message.Get(text.Content));
        Assert.True(parts.Next(out var binary));
        Assert.Equal("application/octet-stream", message.Get(binary.Header(message.Bytes, "content-type"u8)));
        Assert.Equal(342, binary.Content.Length);
        Assert.False(parts.Next(out _));
        Assert.Equal(SipParseStatus.Ok, parts.Status);
    }

    [Fact]
    public void Unreason_has_a_reason_phrase_in_utf8()
    {
        var message = Good("unreason");
        Assert.Equal(200, message.StatusCode);
        Assert.StartsWith("= 2**3 * 5**2 \u00d0\u00bd\u00d0\u00be", message.Get(message.Reason), StringComparison.Ordinal);
    }

    [Fact]
    public void Noreason_has_none()
    {
        var message = Good("noreason");
        Assert.Equal(100, message.StatusCode);
        Assert.True(message.Reason.IsEmpty);
    }

    // 3.1.2 invalid messages

    [Fact]
    public void Badinv01_is_answered_400() => Refused("badinv01", SipParseStatus.BadVia, 400);

    [Fact]
    public void Badinv01_has_a_bad_contact_too()
    {
        var reader = new ContactReader(Parsed("badinv01"));
        Assert.False(reader.Next(out _));
        Assert.NotEqual(SipParseStatus.Ok, reader.Status);
    }

    [Fact]
    public void Clerr_is_answered_400() => Refused("clerr", SipParseStatus.BodyTooShort, 400);

    [Fact]
    public void Ncl_is_answered_400() => Refused("ncl", SipParseStatus.BadContentLength, 400);

    [Fact]
    public void Scalar02_is_answered_400_for_its_cseq()
    {
        var message = Refused("scalar02", SipParseStatus.BadCSeq, 400);
        Assert.Equal(SipParseStatus.NumberTooLarge, message.CSeqStatus);
        Assert.Equal(SipParseStatus.NumberTooLarge, message.MaxForwardsStatus);
        Assert.Equal(SipParseStatus.NumberTooLarge, message.ExpiresStatus);
        var reader = new ContactReader(message);
        Assert.True(reader.Next(out var contact));
        Assert.Equal(SipParseStatus.NumberTooLarge, contact.ExpiresStatus);
    }

    [Fact]
    public void Scalarlg_is_a_reply_to_drop()
    {
        var message = Parsed("scalarlg");
        Assert.True(message.IsReply);
        Assert.Equal(SipParseStatus.BadCSeq, message.Validate());
        Assert.Equal(
            SipParseStatus.NumberTooLarge, RetryAfterValue.TryParse(message.Bytes, message.HeaderBody(HeaderKind.RetryAfter), out _));
    }

    [Fact]
    public void Quotbal_is_answered_400() =>
        Assert.Equal(SipParseStatus.BadQuotedString, Refused("quotbal", SipParseStatus.BadTo, 400).ToStatus);

    [Fact]
    public void Ltgtruri_is_answered_400() => Refused("ltgtruri", SipParseStatus.BadRequestUri, 400);

    [Fact]
    public void Lwsruri_is_answered_400() => Refused("lwsruri", SipParseStatus.BadRequestLine, 400);

    [Fact]
    public void Lwsstart_is_answered_400() => Refused("lwsstart", SipParseStatus.BadRequestLine, 400);

    [Fact]
    public void Trws_is_answered_400() => Refused("trws", SipParseStatus.BadRequestLine, 400);

    [Fact]
    public void Escruri_is_answered_400() => Refused("escruri", SipParseStatus.BadRequestUri, 400);

    [Fact]
    public void Baddate_is_forwarded_because_a_proxy_has_no_use_for_the_date() =>
        Assert.Equal("Fri, 01 Jan 2010 16:00:00 EST", Good("baddate").Get(Good("baddate").HeaderBody(HeaderKind.Date)));

    [Fact]
    public void Regbadct_has_a_contact_that_the_registrar_answers_400()
    {
        var reader = new ContactReader(Good("regbadct"));
        Assert.False(reader.Next(out _));
        Assert.Equal(SipParseStatus.BadAddress, reader.Status);
        Assert.Equal(400, reader.Status.Reply().Code);
    }

    [Fact]
    public void Badaspec_is_answered_400() => Refused("badaspec", SipParseStatus.BadTo, 400);

    [Fact]
    public void Baddn_is_answered_400() => Refused("baddn", SipParseStatus.BadFrom, 400);

    [Fact]
    public void Badvers_is_answered_505() => Refused("badvers", SipParseStatus.UnsupportedVersion, 505);

    [Fact]
    public void Mismatch01_is_answered_400() => Refused("mismatch01", SipParseStatus.CSeqMethodMismatch, 400);

    [Fact]
    public void Mismatch02_is_answered_400() => Refused("mismatch02", SipParseStatus.CSeqMethodMismatch, 400);

    [Fact]
    public void Bigcode_is_dropped()
    {
        var message = Parsed("bigcode");
        Assert.Equal(SipParseStatus.BadStatusLine, message.Status);
        Assert.True(message.Status.Reply().IsDrop);
        Assert.False(message.IsRequest);
    }

    // 3.2 transaction layer semantics

    [Fact]
    public void Badbranch_has_no_magic_cookie_that_tells_anything()
    {
        var message = Good("badbranch");
        Assert.False(message.TopVia.HasMagicCookie(message.Bytes));
        Assert.Equal("z9hG4bK", message.Get(message.TopVia.Branch));
    }

    // 3.3 application layer semantics

    [Fact]
    public void Insuf_is_answered_400() => Refused("insuf", SipParseStatus.MissingFrom, 400);

    [Fact]
    public void Unkscm_is_answered_416() => Refused("unkscm", SipParseStatus.UnsupportedUriScheme, 416);

    [Fact]
    public void Novelsc_is_answered_416() => Refused("novelsc", SipParseStatus.UnsupportedUriScheme, 416);

    [Fact]
    public void Unksm2_is_well_formed_and_the_registrar_knows_no_such_user()
    {
        var message = Good("unksm2");
        Assert.Equal(UriScheme.Other, message.ToUri.Scheme);
        Assert.Equal("isbn", message.Get(message.ToUri.SchemeText));
        Assert.Equal("http", message.Get(message.FromUri.SchemeText));
        Assert.Equal("3234233", message.Get(message.From.Tag));
        Assert.Equal(1, Contacts(message));
    }

    [Fact]
    public void Bext01_lists_extensions_that_a_proxy_answers_420()
    {
        var message = Good("bext01");
        var tokens = new TokenReader(message, HeaderKind.ProxyRequire);
        Assert.True(tokens.Next(out var first));
        Assert.True(tokens.Next(out var second));
        Assert.False(tokens.Next(out _));
        Assert.Equal("noProxiesSupportThis", message.Get(first));
        Assert.Equal("norDoAnyProxiesSupportThis", message.Get(second));
    }

    [Fact]
    public void Invut_is_forwarded_whatever_its_body() => Assert.Equal(40, Good("invut").Body.Length);

    [Fact]
    public void Regaut01_has_no_credentials_that_count_so_it_is_challenged()
    {
        var message = Good("regaut01");
        Assert.Equal(SipParseStatus.Missing, message.TryGetCredentials(HeaderKind.Authorization, "example.com"u8, out _));
        Assert.Equal(
            SipParseStatus.Ok, CredentialsValue.TryParse(message.Bytes, message.HeaderBody(HeaderKind.Authorization), out var credentials));
        Assert.False(credentials.IsDigest);
        Assert.Equal("NoOneKnowsThisScheme", message.Get(credentials.Scheme));
    }

    [Fact]
    public void Multi01_is_answered_400() => Refused("multi01", SipParseStatus.RepeatedHeader, 400);

    [Fact]
    public void Mcl01_is_answered_400() => Refused("mcl01", SipParseStatus.BadContentLength, 400);

    [Fact]
    public void Bcast_is_a_reply_whose_second_via_nobody_should_follow()
    {
        var message = Good("bcast");
        Assert.Equal(["192.0.2.198/Udp", "255.255.255.255/Udp"], Vias(message));
    }

    [Fact]
    public void Zeromf_is_well_formed_and_may_go_no_further()
    {
        var message = Good("zeromf");
        Assert.Equal(SipParseStatus.Ok, message.MaxForwardsStatus);
        Assert.Equal(0, message.MaxForwards);
    }

    [Fact]
    public void Cparam01_has_a_parameter_of_the_header()
    {
        var contact = OnlyContact(Good("cparam01"), out var message);
        Assert.Equal("sip:+19725552222@gw1.example.net", message.Get(contact.Uri));
        Assert.Equal(";unknownparam", message.Get(contact.Parameters));
    }

    [Fact]
    public void Cparam02_has_a_parameter_of_the_uri()
    {
        var contact = OnlyContact(Good("cparam02"), out var message);
        Assert.Equal("sip:+19725552222@gw1.example.net;unknownparam", message.Get(contact.Uri));
        Assert.False(contact.Parameters.Exists);
    }

    [Fact]
    public void Regescrt_has_a_header_in_its_contact_uri()
    {
        var contact = OnlyContact(Good("regescrt"), out var message);
        Assert.Equal(SipParseStatus.Ok, SipUri.TryParse(message.Bytes, contact.Uri, out var uri));
        Assert.Equal("Route=%3Csip:sip.example.com%3E", message.Get(uri.Headers));
    }

    [Fact]
    public void Sdp01_is_forwarded_whatever_it_accepts()
    {
        var message = Good("sdp01");
        Assert.Equal("text/nobodyKnowsThis", message.Get(message.HeaderBody(HeaderKind.Accept)));
        Assert.Equal(SipParseStatus.Ok, MessageBody.TryFindSdp(message, out var sdp));
        Assert.Equal(message.Body, sdp);
    }

    // 3.4 backward compatibility

    [Fact]
    public void Inv2543_is_a_good_request_of_an_old_client()
    {
        var message = Good("inv2543");
        Assert.False(message.TopVia.Branch.Exists);
        Assert.False(message.From.Tag.Exists);
        Assert.Equal(SipParseStatus.Missing, message.MaxForwardsStatus);
        Assert.True(message.FromUri.IsPhone);
        Assert.False(message.ToUri.IsPhone); // without brackets it is a parameter of the header
        Assert.True(message.Body.Length > 0);
        var routes = new AddressReader(message, HeaderKind.RecordRoute);
        Assert.True(routes.Next(out var route));
        Assert.Equal(SipParseStatus.Ok, SipUri.TryParse(message.Bytes, route.Uri, out var uri));
        Assert.Equal("ss1.example.com", message.Get(uri.Maddr));
        Assert.False(uri.IsLooseRouter);
    }

    private static SipMessage Parsed(string name)
    {
        var bytes = Load(name);
        var message = new SipMessage();
        message.Parse(bytes, 0, bytes.Length);
        return message;
    }

    private static SipMessage Good(string name)
    {
        var message = Parsed(name);
        Assert.Equal(SipParseStatus.Ok, message.Status);
        Assert.Equal(SipParseStatus.Ok, message.Validate());
        return message;
    }

    private static SipMessage Refused(string name, SipParseStatus status, int code)
    {
        var message = Parsed(name);
        Assert.True(message.IsRequest);
        Assert.Equal(status, message.Validate());
        Assert.Equal(code, status.Reply().Code);
        return message;
    }

    private static List<string> Vias(SipMessage message)
    {
        var list = new List<string>();
        var reader = new ViaReader(message);
        while (reader.Next(out var via))
            list.Add(message.Get(via.Host) + "/" + via.Transport);
        Assert.Equal(SipParseStatus.Ok, reader.Status);
        return list;
    }

    private static int Contacts(SipMessage message)
    {
        var count = 0;
        var reader = new ContactReader(message);
        while (reader.Next(out _))
            count++;
        Assert.Equal(SipParseStatus.Ok, reader.Status);
        return count;
    }

    private static ContactValue OnlyContact(SipMessage message, out SipMessage same)
    {
        same = message;
        var reader = new ContactReader(message);
        Assert.True(reader.Next(out var contact));
        Assert.False(reader.Next(out _));
        return contact;
    }

    private static bool SameUri(string left, string right)
    {
        var leftBytes = Text.Bytes(left);
        var rightBytes = Text.Bytes(right);
        Assert.Equal(SipParseStatus.Ok, SipUri.TryParse(leftBytes, out var leftUri));
        Assert.Equal(SipParseStatus.Ok, SipUri.TryParse(rightBytes, out var rightUri));
        return UriComparison.Equals(leftBytes, leftUri, rightBytes, rightUri);
    }
}
