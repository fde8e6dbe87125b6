// What a screen keeps between frames: by account and form, and what of it stays when its page is left.
#include "catch.h"
#include "ui/screen.h"

using namespace parasol;

namespace {

struct Asking {
    bool asks = false;
    std::string typed;
    void close_dialogs() { asks = false; }
};
struct Plain {
    int rows = 0;
};

AccountId account(std::uint64_t low) { return AccountId(Id{1, low}); }

}  // namespace

TEST_CASE("a draft belongs to an account and a form") {
    Drafts drafts;
    drafts.of<Plain>(account(1), "table").rows = 7;
    CHECK(drafts.of<Plain>(account(1), "table").rows == 7);
    CHECK(drafts.of<Plain>(account(2), "table").rows == 0);
    CHECK(drafts.of<Plain>(account(1), "other").rows == 0);
    drafts.drop(account(1), "table");
    CHECK(drafts.of<Plain>(account(1), "table").rows == 0);
}

TEST_CASE("when its page is left, what is typed stays and what was asked is not asked again") {
    Drafts drafts;
    drafts.of<Asking>(account(1), "form") = {true, "half"};
    drafts.of<Plain>(account(1), "table").rows = 7;
    const auto kept = drafts.share<Asking>(account(1), "form");
    drafts.leave();
    CHECK_FALSE(drafts.of<Asking>(account(1), "form").asks);
    CHECK(kept->typed == "half");
    CHECK(drafts.of<Plain>(account(1), "table").rows == 7);
}
