// What a screen is: a function of (what is so, what is half typed, what is wished). It reads `View`, keeps typing in
// `Drafts`, and says what it wants through `Wishes`; nothing else changes anything (DESIGN 4).
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/commands.h"
#include "replica/replica.h"
#include "replica/view.h"
#include "ui/host.h"
#include "ui/routes.h"
#include "wire/messages.h"

namespace parasol {

// What a screen may look at. Lives for one frame.
struct View {
    const Replica& replica;
    const Route& route;     // where one is: home, via, account, page
    PersonId person;
    Instant now;            // by the authority's clock
    float width;            // of the content column, CSS pixels
    bool narrow;            // under 720 px
    const HostState& host;
    Platform& platform;     // clipboard, files, link addresses
};

// Typing and open dialogs, by account and form: a form asks for its own kind of draft and finds it as it was left.
// A draft never holds a secret. Dropped at sign-out.
class Drafts {
public:
    template <class D>
    D& of(AccountId account, std::string_view form) {
        auto& slot = drafts_[{account, std::string(form)}];
        if (!slot) slot = std::make_unique<Holder<D>>();
        return static_cast<Holder<D>*>(slot.get())->value;
    }
    void drop(AccountId account, std::string_view form) { drafts_.erase({account, std::string(form)}); }
    void clear() { drafts_.clear(); }

private:
    struct Base {
        virtual ~Base() = default;
    };
    template <class D>
    struct Holder final : Base {
        D value{};
    };
    std::map<std::pair<Id, std::string>, std::unique_ptr<Base>> drafts_;
};

// What a screen wishes; carried out when the frame's screens are done, in this order of lists.
class Wishes {
public:
    struct Wish {
        AccountId account;
        Command command;
        // Told once whether it was done, waits, or was refused at once; may be empty. Never called in this frame.
        std::function<void(const SubmitResult&)> then;
    };
    struct Question {
        RequestBody body;
        std::function<void(const std::optional<Reply>&)> then;  // nullopt: no answer (offline)
    };

    // For the account in view, by the route's home and via.
    void command(AccountId account, Command command, std::function<void(const SubmitResult&)> then = {}) {
        commands_.push_back({account, std::move(command), std::move(then)});
    }
    void ask(RequestBody body, std::function<void(const std::optional<Reply>&)> then) {
        questions_.push_back({std::move(body), std::move(then)});
    }
    void go(Route route) { route_ = std::move(route); }
    void refresh() { refresh_ = true; }  // pull now
    void dismiss(ClientId client, std::int64_t seq) { dismissed_.emplace_back(client, seq); }
    // A short sentence, shown for a while and said to screen readers.
    void say(std::string sentence) { sentences_.push_back(std::move(sentence)); }
    // An id made here and now, for something new.
    std::function<Id()> new_id;

    std::vector<Wish> commands_;
    std::vector<Question> questions_;
    std::optional<Route> route_;
    bool refresh_ = false;
    std::vector<std::pair<ClientId, std::int64_t>> dismissed_;
    std::vector<std::string> sentences_;
};

}  // namespace parasol
