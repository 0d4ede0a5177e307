using System.Buffers.Binary;
using System.Security.Cryptography;
using Seraph.Core.Modularity;

namespace Seraph.Modules.Tests.Auth;

using static AuthTestBed;

public class NonceTests
{
    private readonly AuthTestBed _bed = new();

    private uint Now => (uint)_bed.Route.Time.GetUtcNow().ToUnixTimeSeconds();

    [Fact]
    public void By_default_has_two_times_and_a_hash()
    {
        _bed.Options.Secret = "0123456789abcdef";

        var nonce = _bed.Nonce();

        Assert.Equal(32, nonce.Length);
        var bytes = Convert.FromBase64String(nonce);
        Assert.Equal(Now, BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(4)));
        Assert.Equal(300u, BinaryPrimitives.ReadUInt32BigEndian(bytes) - BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(4)));
        Assert.Equal(MD5.HashData([.. bytes[..8], .. "0123456789abcdef"u8]), bytes[8..24]);
    }

    [Fact]
    public void With_checks_has_a_second_hash_over_the_request()
    {
        _bed.Options.Secret = "0123456789abcdefg";
        _bed.Options.ChecksRegister = 15;

        var nonce = _bed.Nonce();

        Assert.Equal(56, nonce.Length);
        var bytes = Convert.FromBase64String(nonce);
        Assert.Equal(MD5.HashData([.. bytes[..8], .. "012345678"u8]), bytes[8..24]); // the first half, rounded up
        Assert.Equal(MD5.HashData([.. "sip:example.orgcall-11"u8, 192, 0, 2, 1, .. "9abcdefg"u8]), bytes[24..]);
        Assert.Contains(_bed.Log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, false, false, 32)]
    [InlineData(0, true, false, 40)]
    [InlineData(0, false, true, 40)]
    [InlineData(8, false, false, 56)]
    [InlineData(8, true, true, 60)]
    public void Its_length_tells_what_is_in_it(int checks, bool counts, bool oneTime, int length)
    {
        _bed.Options.ChecksRegister = checks;
        _bed.Options.NonceCount = counts;
        _bed.Options.OneTimeNonce = oneTime;

        var nonce = _bed.Nonce();

        Assert.Equal(length, nonce.Length);
        if (counts || oneTime)
            Assert.Equal((counts ? 128 : 0) | (oneTime ? 64 : 0), Convert.FromBase64String(nonce)[^1]);
        Assert.Equal(NonceState.Good, _bed.State(nonce));
    }

    [Fact]
    public void Is_good_until_it_expires()
    {
        var nonce = _bed.Nonce();

        _bed.Route.Time.Advance(TimeSpan.FromSeconds(300));
        Assert.Equal(NonceState.Good, _bed.State(nonce));
        _bed.Route.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(NonceState.Stale, _bed.State(nonce));
    }

    [Fact]
    public void From_before_the_start_is_stale_whatever_its_secret()
    {
        var nonce = _bed.Nonce();
        var later = new AuthTestBed();
        later.Route.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(NonceState.Stale, later.State(nonce));
    }

    [Fact]
    public void From_the_future_is_stale_beyond_the_allowed_drift()
    {
        _bed.Options.Secret = "0123456789abcdef";
        var ahead = new AuthTestBed();
        ahead.Options.Secret = "0123456789abcdef";
        Assert.Equal(32, ahead.Nonce().Length); // it starts at the same time

        ahead.Route.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(NonceState.Good, _bed.State(ahead.Nonce()));
        ahead.Route.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(NonceState.Stale, _bed.State(ahead.Nonce()));
    }

    [Theory]
    [InlineData("", "", NonceState.Good)]
    [InlineData("0123456789abcdef", "0123456789abcdef", NonceState.Good)]
    [InlineData("0123456789abcdef", "another", NonceState.Stale)]
    public void Survives_a_reload_with_the_same_secret(string before, string after, NonceState state)
    {
        _bed.Options.Secret = before;
        var nonce = _bed.Nonce();
        _bed.Route.Time.Advance(TimeSpan.FromSeconds(1));

        _bed.Reload();
        _bed.Options.Secret = after;

        Assert.Equal(state, _bed.State(nonce));
    }

    [Fact]
    public void Of_another_secret_is_bad()
    {
        Assert.Equal(32, _bed.Nonce().Length);

        Assert.Equal(NonceState.Bad, _bed.State(new AuthTestBed().Nonce()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("0123456789012345678901234567890")] // 31
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Of_the_wrong_form_is_bad(string nonce)
    {
        if (nonce.Length > 0)
            Assert.Equal(NonceState.Bad, _bed.State(nonce));
        else
            Assert.Throws<InvalidOperationException>(() => _bed.State(nonce)); // a mandatory field is missing
    }

    [Fact]
    public void With_any_byte_changed_is_not_good()
    {
        _bed.Options.ChecksRegister = 8;
        _bed.Options.NonceCount = true;
        var bytes = Convert.FromBase64String(_bed.Nonce());
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            var state = _bed.State(Convert.ToBase64String(bytes), qop: "");
            Assert.True(state != NonceState.Good, $"byte {i}: {state}");
            bytes[i] ^= 1;
        }

        Assert.Equal(NonceState.Good, _bed.State(Convert.ToBase64String(bytes), qop: ""));
    }

    [Fact]
    public void Bound_to_the_source_is_stale_from_elsewhere()
    {
        _bed.Options.ChecksRegister = 8;
        var nonce = _bed.Nonce();

        Assert.Equal(NonceState.Good, _bed.State(nonce, from: "192.0.2.1:9999"));
        Assert.Equal(NonceState.Stale, _bed.State(nonce, from: "192.0.2.2:5060"));
    }

    [Fact]
    public void Bound_to_the_Call_ID_is_stale_with_another()
    {
        _bed.Options.ChecksRegister = 2;
        var nonce = _bed.Nonce();

        Assert.Equal(NonceState.Stale, _bed.State(nonce, request: Request(callId: "call-2")));
    }

    [Fact]
    public void For_one_kind_of_request_is_no_good_for_one_with_other_checks()
    {
        _bed.Options.ChecksRegister = 2;
        _bed.Options.ChecksInDialog = 4;

        Assert.Equal(NonceState.Bad, _bed.State(_bed.Nonce(), request: Request(method: "INVITE")));
        Assert.Equal(NonceState.Stale, _bed.State(_bed.Nonce(), request: Request(method: "INVITE", toTag: ";tag=2")));
        var inDialog = _bed.Nonce(Request(method: "BYE", toTag: ";tag=2"));
        Assert.Equal(NonceState.Good, _bed.State(inDialog, request: Request(method: "BYE", toTag: ";tag=2")));
    }

    [Fact]
    public void Count_has_to_grow()
    {
        _bed.Options.NonceCount = true;
        var nonce = _bed.Nonce();

        Assert.Equal(NonceState.Good, _bed.State(nonce, "00000001"));
        Assert.Equal(NonceState.Stale, _bed.State(nonce, "00000001"));
        Assert.Equal(NonceState.Good, _bed.State(nonce, "00000002"));
        Assert.Equal(NonceState.Good, _bed.State(nonce, "0000000a")); // hexadecimal, as RFC 2617 has it
        Assert.Equal(NonceState.Good, _bed.State(nonce, "00000010"));
        Assert.Equal(NonceState.Stale, _bed.State(nonce, "0000000f"));
        Assert.Equal(NonceState.Good, _bed.State(nonce, "000000ff"));
        Assert.Equal(NonceState.Stale, _bed.State(nonce, "00000100"));
    }

    [Fact]
    public void Without_a_count_only_the_rest_is_checked()
    {
        _bed.Options.NonceCount = true;
        var nonce = _bed.Nonce();

        Assert.Equal(NonceState.Good, _bed.State(nonce, qop: ""));
        Assert.Equal(NonceState.Good, _bed.State(nonce, qop: ""));
    }

    [Fact]
    public void For_one_use_is_stale_the_second_time()
    {
        _bed.Options.OneTimeNonce = true;
        var nonce = _bed.Nonce();

        Assert.Equal(NonceState.Good, _bed.State(nonce));
        Assert.Equal(NonceState.Stale, _bed.State(nonce));
        Assert.Equal(NonceState.Good, _bed.State(_bed.Nonce()));
    }

    [Fact]
    public void Whose_place_was_taken_is_stale()
    {
        _bed.Options.NonceCount = true;
        _bed.Options.NonceCountArraySize = 4;
        var nonce = _bed.Nonce();
        for (var i = 0; i < 3; i++)
            _bed.Nonce();
        Assert.Equal(NonceState.Good, _bed.State(nonce, "00000001"));

        _bed.Nonce();

        Assert.Equal(NonceState.Stale, _bed.State(nonce, "00000002"));
        Assert.Contains(_bed.Log.Lines, line => line.Contains("nc_array_size", StringComparison.Ordinal));
    }

    [Fact]
    public void Used_by_eight_threads_at_once_is_accepted_once()
    {
        _bed.Options.OneTimeNonce = true;
        _bed.Options.NonceCount = true;
        _bed.Options.PoolCount = 4;
        var numbers = new Seraph.Modules.Auth.NonceNumbers(_bed.Options, counts: true, _bed.Log);
        var counted = 0;
        var used = 0;
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            var number = numbers.Next(out var pool);
            Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
            {
                if (numbers.TryCount(number, pool, 1))
                    Interlocked.Increment(ref counted);
                if (numbers.TryUse(number, pool))
                    Interlocked.Increment(ref used);
            });
        });

        Assert.Equal(200, counted);
        Assert.Equal(200, used);
    }

    [Fact]
    public void Counting_without_qop_is_switched_off_with_a_warning()
    {
        _bed.Options.NonceCount = true;
        _bed.Options.Qop = "";

        Assert.Equal(32, _bed.Nonce().Length);
        Assert.Contains(_bed.Log.Lines, line => line.Contains("nonce_count", StringComparison.Ordinal));
    }

    [Fact]
    public void More_pools_than_entries_are_refused()
    {
        _bed.Options.NonceCount = true;
        _bed.Options.NonceCountArraySize = 2;
        _bed.Options.PoolCount = 4;

        Assert.Throws<ModuleException>(() => _bed.Auth);
    }
}
