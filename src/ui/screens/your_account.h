// What the parts of "Your account" share. Each is asked of the server, and told when the answer comes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ui/screen.h"
#include "ui/widgets.h"

namespace parasol::screens {

// All of it goes when the page is left.
struct YourAccountDraft {
    // How this person signs in: asked for again after whatever changes it.
    bool stale = true;
    bool asking = false;
    std::string_view failed = {};  // why it could not be asked; for ever
    std::optional<Sessions> found;
    ui::TableState table;
    bool leads = false;  // the focus to the sessions: what was pressed is gone

    // A password or a code that is being typed, and why it was refused.
    bool sending = false;
    std::string typed;
    std::optional<Refusal> refusal;
    bool changes_password = false;
    bool asks_off = false;
    bool erases = false;
    AccountId left_alone = {};  // why it cannot be: nobody else owns it
    bool erased = false;

    // Secrets, as long as they are shown.
    bool shows_begun = false;
    SecondFactorBegun begun;
    bool shows_codes = false;
    std::vector<std::string> codes;

    // Before a dialog opens, and when it has done its work.
    void forget_typed() {
        typed.clear();
        refusal.reset();
    }
    void close_dialogs() { *this = {}; }
};
using YourAccount = std::shared_ptr<YourAccountDraft>;

// Asks; `done` is told a reply that is no refusal. Where none comes it is said; a refusal is for `refused`, else said,
// too. Where the person did not confirm who they are, nothing happens.
void ask_for(const YourAccount& draft, Wishes& wishes, RequestBody body, Callback<void(const Reply&)> done,
             Callback<void(const Refusing&)> refused = {});

void draw_second_factor(const Scene& scene, const YourAccount& draft, Wishes& wishes);
void draw_your_data(const Scene& scene, const YourAccount& draft, Wishes& wishes);

}  // namespace parasol::screens
