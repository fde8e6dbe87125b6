// The uses of access codes, open requests and memberships under long random sequences of commands, ticks and
// time, against a model that knows nothing of rows: who asked with which code, and how that ended.
#include <map>
#include <random>

#include "catch.h"
#include "domain/federation_world.h"
#include "domain/limits.h"

using namespace federation_tests;

namespace {

struct ModelCode {
    std::int64_t allowed = 0;
    Instant expires = 0;
    bool revoked = false;
};

enum class Fate { open, accepted, over };

struct ModelRequest {
    AccountId account;
    AccessCodeId code;
    Instant expires = 0;
    Fate fate = Fate::open;
    JoinRequestId id;
    MembershipId member;
    bool member_active = false;
};

// A federation of ash, four accounts that come and go, and codes of few uses.
class Play {
public:
    explicit Play(std::uint64_t seed) : chance_(seed), made_(world_.create(world_.ash)) {
        codes_[made_.code] = {first_code_uses, world_.now + access_code_life, false};
        others_ = {world_.birch, world_.cedar, world_.elm, world_.moor};
    }

    void step() {
        switch (chance_() % 10) {
            case 0: issue(); break;
            case 1: revoke(); break;
            case 2:
            case 3:
            case 4: ask(); break;
            case 5: withdraw(); break;
            case 6: accept(); break;
            case 7: reject(); break;
            case 8: end_membership(); break;
            default: pass_time(); break;
        }
        check();
    }

private:
    Actor ash() const { return world_.own(world_.ann, world_.ash); }
    Actor other(AccountId account) const { return world_.owner_of(account); }

    bool open(const ModelRequest& request) const {
        return request.fate == Fate::open && world_.now < request.expires;
    }
    std::int64_t taken(AccessCodeId code) const {
        std::int64_t count = 0;
        for (const ModelRequest& request : requests_) {
            if (request.code == code && (open(request) || request.fate == Fate::accepted)) ++count;
        }
        return count;
    }
    ModelRequest* some_request() {
        return requests_.empty() ? nullptr : &requests_[chance_() % requests_.size()];
    }
    AccessCodeId some_code() {
        auto at = codes_.begin();
        std::advance(at, static_cast<std::ptrdiff_t>(chance_() % codes_.size()));
        return at->first;
    }

    void issue() {
        const std::int64_t uses = 1 + static_cast<std::int64_t>(chance_() % 2);
        const AccessCodeId code = world_.issue(made_, uses);
        codes_[code] = {uses, world_.now + access_code_life, false};
    }

    void revoke() {
        const AccessCodeId code = some_code();
        const bool over = world_.now >= codes_[code].expires;
        const std::string expected = codes_[code].revoked ? "same" : over ? "code_already_ended" : "done";
        CHECK(world_.give(ash(), RevokeCode{made_.id, code}) == expected);
        if (expected == "done") codes_[code].revoked = true;
    }

    void ask() {
        const AccountId account = others_[chance_() % others_.size()];
        const AccessCodeId code = some_code();
        const JoinRequestId id = world_.fresh<JoinRequestId>();
        std::string expected = "done";
        const ModelCode& with = codes_[code];
        if (with.revoked || world_.now >= with.expires || taken(code) >= with.allowed)
            expected = "code_not_valid";
        for (const ModelRequest& request : requests_) {
            if (request.account == account && open(request)) expected = "same";
        }
        for (const ModelRequest& request : requests_) {
            if (request.account == account && request.member_active) expected = "already_in_federation";
        }
        const Actor actor = other(account);
        const Join join{id, world_.ticket(actor.person, account, made_, code)};
        CHECK(world_.give(actor, join) == expected);
        if (expected != "done") return;
        CHECK(world_.give(actor, join) == "same");
        requests_.push_back({account, code, world_.now + join_request_life, Fate::open, id, {}, false});
    }

    void withdraw() {
        ModelRequest* request = some_request();
        if (!request || !open(*request)) return;
        CHECK(world_.give(other(request->account), Withdraw{made_.id, request->id}) == "done");
        CHECK(world_.give(other(request->account), Withdraw{made_.id, request->id}) == "same");
        request->fate = Fate::over;
    }

    void accept() {
        ModelRequest* request = some_request();
        if (!request || !open(*request)) return;
        const Accept command = world_.acceptance(made_, request->id);
        CHECK(world_.give(ash(), command) == "done");
        CHECK(world_.give(ash(), command) == "same");
        CHECK(world_.give(other(request->account), Withdraw{made_.id, request->id}) == "already_accepted");
        request->fate = Fate::accepted;
        request->member = command.membership;
        request->member_active = true;
        CHECK(world_.membership(made_, request->member).position == ++positions_);
    }

    void reject() {
        ModelRequest* request = some_request();
        if (!request || !open(*request)) return;
        CHECK(world_.give(ash(), Reject{made_.id, request->id, ""}) == "done");
        CHECK(world_.give(ash(), Reject{made_.id, request->id, ""}) == "same");
        request->fate = Fate::over;
    }

    void end_membership() {
        ModelRequest* request = some_request();
        if (!request || !request->member_active) return;
        request->member_active = false;
        if (chance_() % 2 == 0) {
            CHECK(world_.give(ash(), RemoveMember{made_.id, request->member}) == "done");
            CHECK(world_.give(ash(), RemoveMember{made_.id, request->member}) == "same");
        } else {
            CHECK(world_.give(other(request->account), Leave{made_.id, request->member}) == "done");
            CHECK(world_.give(other(request->account), Leave{made_.id, request->member}) == "same");
        }
    }

    // Time passes; the tick comes at once, later or not.
    void pass_time() {
        world_.now += static_cast<Duration>(chance_() % 12) * one_day;
        if (chance_() % 2 == 0) world_.tick();
    }

    void check() {
        for (const auto& [id, code] : codes_) {
            const auto& row = world_.code(made_, id);
            CHECK(row.uses_allowed == code.allowed);
            CHECK(taken(id) <= code.allowed);
            // Until the tick the stored count still has what ran out.
            std::int64_t waiting = 0;
            for (const ModelRequest& request : requests_) {
                const bool ran_out = request.fate == Fate::open && !open(request);
                const bool stored = world_.request(made_, request.id).state == RequestState::pending;
                if (request.code == id && ran_out && stored) ++waiting;
            }
            CHECK(row.uses_taken == taken(id) + waiting);
        }
        for (const ModelRequest& request : requests_) {
            const bool active = !request.member.is_none() &&
                                world_.membership(made_, request.member).state == MembershipState::active;
            CHECK(active == request.member_active);
        }
    }

    FederationWorld world_;
    std::mt19937_64 chance_;
    FederationWorld::Made made_;
    std::vector<AccountId> others_;
    std::map<AccessCodeId, ModelCode> codes_;
    std::vector<ModelRequest> requests_;
    std::int64_t positions_ = 1;
};

}  // namespace

TEST_CASE("uses are taken and given back exactly, whatever happens in whatever order") {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        INFO("seed " << seed);
        Play play(seed);
        for (int step = 0; step < 150; ++step) play.step();
    }
}
