// "Why can they see this?": who reaches an account, the links that let each of them, and the button that ends one.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "replica/reach.h"
#include "ui/screen.h"
#include "ui/widgets.h"

namespace parasol::screens {

// A part of what the Administrators page keeps.
struct WhyDraft {
    ui::TableState others;
    bool asking = false;
    PersonId person;  // asked about
    bool asks_end = false;
    Id ending;  // the grant or seat of the link that is to end
    std::optional<Refusal> refusal;
    // Asked to end last, where seq is not 0; `words` are said when it has.
    struct Ended {
        ClientId client;
        std::int64_t seq = 0;
        PersonId person;
        Id link;
        std::string words;
    };
    Ended ended;

    void ask_to_end(PersonId who, Id link) {
        person = who;
        ending = link;
        asks_end = true;
        refusal.reset();
    }
    void close_dialogs() { asking = asks_end = false; }
};

// "Why can NAME see this?", in a table's cell.
void draw_why_button(const Scene& scene, WhyDraft& draft, PersonId person, const std::string& name);
// What was ended is said. True in the frame in which nothing is left to be asked about: what had the focus is gone.
bool settle_why(const Scene& scene, WhyDraft& draft, const Reach& reach);
// Everybody who reaches the account and is no administrator of its own.
void draw_others(const Scene& scene, WhyDraft& draft, const Reach& reach);
// The dialog and, also without it, its question, whose answer may outlive the page.
void draw_why(const Scene& scene, Wishes& wishes, const std::shared_ptr<WhyDraft>& kept, const Reach& reach);

}  // namespace parasol::screens
